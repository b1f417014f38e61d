import { z } from 'zod'
import { documentId } from './document-id.ts'
import { categoryProperty } from './rule.ts'

const ofRule = { /** Its place in the recipe, from 0 on. */ rule: z.number().int() }

const threshold = z.object({
  kind: z.literal('threshold'),
  ...ofRule,
  signal: z.string(),
  bound: z.enum(['min', 'max']),
  /** The bound that held for this document. */
  cut: z.number(),
  /** Null when it is infinite, beyond every bound. */
  value: z.number().nullable(),
})

const score = threshold.extend({ kind: z.literal('score') })

const category = z.object({
  kind: z.literal('category'),
  ...ofRule,
  property: categoryProperty,
  value: z.string(),
  /** `not-kept`: it is not among those to keep. `dropped`: it is among those to drop. `too-little`: all its documents are too few bytes. */
  why: z.enum(['not-kept', 'dropped', 'too-little']),
  /** Of all documents with this value, with `too-little`. */
  totalBytes: z.number().nullable(),
})

const duplicate = z.object({
  kind: z.literal('duplicate'),
  ...ofRule,
  /** The document that is kept in its stead. */
  of: documentId,
  name: z.string(),
  /** Of this document and that one; null when they are alike only through others between them. */
  jaccard: z.number().nullable(),
  clusterSize: z.number().int(),
  /** What found it, and from what similarity on the rule counts it. */
  step: z.string(),
  cut: z.number(),
})

/** More places in one document are counted by the hits, and not told. */
export const maxShownFindings = 1000

/** A place in a document where a step found something. */
export const finding = z.object({
  step: z.string(),
  type: z.string(),
  label: z.string(),
  /** UTF-16 units of the sample's text. */
  offset: z.number().int(),
  length: z.number().int(),
  note: z.string().nullable(),
})
export type Finding = z.infer<typeof finding>

const findings = z.object({
  kind: z.literal('finding'),
  ...ofRule,
  step: z.string(),
  /** How many of each type. */
  types: z.array(z.object({ type: z.string(), count: z.number().int() })),
})

/** Why a rule drops a document. */
export const hit = z.discriminatedUnion('kind', [threshold, score, category, duplicate, findings])
export type Hit = z.infer<typeof hit>
