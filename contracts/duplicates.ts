import { z } from 'zod'
import { documentId, documentRow } from './dataset.ts'
import { hit } from './hit.ts'
import { numberArray } from './number-array.ts'
import { procedure } from './procedure.ts'
import { keepCriterion } from './rule.ts'

export type KeepCriterion = z.infer<typeof keepCriterion>

/** Why one is kept and not another: the first criterion that tells them apart, or what decides where none does. */
export const keepReason = z.enum([...keepCriterion.options, 'repository', 'content', 'order'])
export type KeepReason = z.infer<typeof keepReason>

/** Which clusters: those that pairs of the step with a Jaccard similarity of `jaccard` or more make. */
export const clusterChoice = z.object({
  /** `exact-duplicates` or `near-duplicates`. */
  step: z.string().min(1),
  jaccard: z.number().min(0).max(1).default(0.85),
  /** Left out: those of the recipe's rule on the step, or the default ones where it has none. */
  keep: z.array(keepCriterion).max(8).optional(),
})

/** Documents that duplicate one another, directly or through others between them. */
export const cluster = z.object({
  /** The smallest id of its members. */
  id: documentId,
  size: z.number().int(),
  /** Of all members. */
  sizeBytes: z.number(),
  /** The member that is kept; where the rules before that on duplicates drop all, the one that would be. */
  best: documentRow,
  isBestKept: z.boolean(),
})
export type Cluster = z.infer<typeof cluster>

export const clusterMember = z.object({
  document: documentRow,
  isKept: z.boolean(),
  /** Of this member and the kept one; where their pair is not stored, that of the weakest pair on the strongest way between them. Null for the kept one, and where none is. */
  jaccard: z.number().nullable(),
  /** The next member on that way, null where the pair is stored, and for the kept one. */
  via: documentId.nullable(),
  /** Why the kept one is preferred to this member; null for the kept one, and for those that were dropped before. */
  reason: keepReason.nullable(),
  /** Why a rule that stands before that on duplicates drops this member, so that it cannot be kept. Null when none does. */
  droppedBefore: hit.nullable(),
})
export type ClusterMember = z.infer<typeof clusterMember>

const page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(200).default(50) }

/**
 * The duplicates that steps found in the open project, and which of them the recipe keeps: of those that the rules before its rule on the step
 * leave. Every answer is null as long as the step has not run to its end.
 */
export const duplicatesContract = {
  /** Clusters from the largest to the smallest, of equal ones the one with the smallest id first. */
  clusters: procedure.input(clusterChoice.extend(page)).output(
    z
      .object({
        clusterCount: z.number().int(),
        /** In all clusters. */
        memberCount: z.number().int(),
        /** The recipe's rule on the step, which chooses here too, whatever its own cut; its place is from 0 on. Null when it has none. */
        rule: z.object({ place: z.number().int(), jaccard: z.number() }).nullable(),
        clusters: z.array(cluster),
      })
      .nullable(),
  ),
  /** The members of the cluster that a document is in, the kept one first, then from the most preferred to the least, those that were dropped before at the end. Empty when it is in none. */
  members: procedure
    .input(clusterChoice.extend({ documentId, ...page }))
    .output(z.object({ size: z.number().int(), members: z.array(clusterMember) }).nullable()),
  /** How many stored pairs have which Jaccard similarity: `edges` has one entry more than `counts`, and the last bin holds its upper edge too. */
  similarities: procedure
    .input(z.object({ step: z.string().min(1), bins: z.number().int().min(1).max(1000).default(50) }))
    .output(
      z
        .object({ pairCount: z.number().int(), edges: numberArray('Float64Array'), counts: numberArray('Uint32Array') })
        .nullable(),
    ),
}
