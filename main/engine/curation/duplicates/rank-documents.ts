import { setImmediate } from 'node:timers/promises'
import type { KeepCriterion } from '#contracts/duplicates'
import { type Clusters, membersOf } from './cluster-at.ts'
import { compareForKeeping, type KeepFacts } from './keep-order.ts'

/** Documents whose facts are read at once, at least; more when a cluster is larger. */
const blockLength = 4096

export interface RankOptions {
  readonly criteria: readonly KeepCriterion[]
  /** Facts of documents, in the order of the ids. */
  readFacts(ids: Uint32Array): Promise<readonly KeepFacts[]>
  readonly signal?: AbortSignal
}

/**
 * The rank of every document in its cluster: 0 for the best. Rank clusters at the lowest cut of interest: those of a higher cut are parts of
 * these, so that their ranks hold there too. Facts are in memory for a few thousand documents at a time.
 */
export async function rankDocuments(clusters: Clusters, { criteria, readFacts, signal }: RankOptions): Promise<Uint32Array> {
  const ranks = new Uint32Array(clusters.clusterOf.length)
  const compare = compareForKeeping(criteria)
  const clusterCount = clusters.starts.length - 1
  for (let first = 0, end = 0; first < clusterCount; first = end) {
    const start = clusters.starts[first] as number
    for (end = first + 1; end < clusterCount && (clusters.starts[end] as number) - start < blockLength; ) end++
    const facts = await readFacts(clusters.members.subarray(start, clusters.starts[end]))
    for (let cluster = first, offset = 0; cluster < end; cluster++) {
      const { length } = membersOf(clusters, cluster)
      const sorted = facts.slice(offset, offset + length).sort(compare)
      for (const [rank, { id }] of sorted.entries()) ranks[id] = rank
      offset += length
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return ranks
}
