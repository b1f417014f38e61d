import { z } from 'zod'

const count = z.number().int()
/** Tokens, as `tokenBasis` says; null in reports of before they were told. */
const tokens = z.number().nullable().default(null)

/** Where it is known from how many tokens documents have. */
export const tokenBasis = z.object({
  /** The model whose tokens they are; null for the one that was loaded when they were counted. */
  tokenizer: z.string().nullable(),
  /** Documents whose tokens were counted; those of the others are estimated from what the import measured, in the same measure. */
  countedDocuments: count,
})
export type TokenBasis = z.infer<typeof tokenBasis>

/** What one step did in a run. */
export const stepReport = z.object({
  step: z.string(),
  title: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** Documents that could still be kept when the step began, or all. */
  documents: count,
  tokens,
  /** Of these, what an earlier run had measured. */
  knownDocuments: count,
  /** What this run measured, and their bytes. */
  measuredDocuments: count,
  measuredBytes: z.number(),
  measuredTokens: tokens,
  /** Documents that could not be measured. */
  problems: count,
  findings: count,
  /** Null for steps that find none. */
  pairs: count.nullable(),
  seconds: z.number(),
})
export type StepReport = z.infer<typeof stepReport>

/** What one rule does after those before it. */
export const ruleReport = z.object({
  /** Its place in the recipe, from 0 on. */
  rule: count,
  /** What holds for documents that it keeps, as a sentence. */
  description: z.string(),
  /** The signal that it reads and the project lacks, so that it keeps everything; null where there is none. */
  lacks: z.string().nullable(),
  /** Documents that the rules before keep, and of these those that this one drops. */
  documents: count,
  sizeBytes: z.number(),
  tokens,
  droppedDocuments: count,
  droppedBytes: z.number(),
  droppedTokens: tokens,
})
export type RuleReport = z.infer<typeof ruleReport>

export const curationReport = z.object({
  documents: count,
  sizeBytes: z.number(),
  tokens,
  /** Null where `tokens` is. */
  tokenBasis: tokenBasis.nullable().default(null),
  /** Whether every step saw every document, or only those that the rules before it keep. */
  scoreAll: z.boolean(),
  steps: z.array(stepReport),
  /** In their order; empty while the run has not come to its end. */
  rules: z.array(ruleReport),
  /** What all rules keep; null while the run has not come to its end. */
  kept: z.object({ documents: count, sizeBytes: z.number(), tokens }).nullable(),
  /** Sentences on what a reader might not expect. */
  notes: z.array(z.string()),
  seconds: z.number(),
})
export type CurationReport = z.infer<typeof curationReport>

/** Whether any tokens of a report are estimated. */
export function hasEstimatedTokens({ tokenBasis, documents }: CurationReport): boolean {
  return tokenBasis !== null && tokenBasis.countedDocuments < documents
}

/** A run of a recipe, and what it was. Times are milliseconds since 1970. */
export const curationRun = z.object({
  id: count,
  jobId: count,
  /** The text of the recipe. */
  recipe: z.string(),
  startedAt: z.number(),
  /** Null while it has not come to its end. */
  endedAt: z.number().nullable(),
  report: curationReport.nullable(),
})
export type CurationRun = z.infer<typeof curationRun>
