import { setImmediate } from 'node:timers/promises'
import type { Clusters } from './cluster-at.ts'

/** Members of clusters handled before other work gets its turn. */
const sliceLength = 1 << 18

/** What decides which member of a cluster stays. */
export interface KeepChoice {
  /** For each document its rank in its cluster (`rankDocuments`); the smallest is kept, of equal ones the smallest id. */
  ranks: Uint32Array
  /** For each document 1 when nothing else drops it, 0 otherwise. Without it all are alive. */
  alive?: Uint8Array
}

/**
 * Which document is kept in the stead of each: of every cluster the one with the smallest rank among those that are alive.
 *
 * @returns for each document of the project the kept one that it duplicates; its own id when it duplicates none: kept ones, documents in no
 *   cluster, and those of clusters in which nothing is alive, so that nothing is kept in their stead.
 */
export async function chooseKept(clusters: Clusters, choice: KeepChoice, signal?: AbortSignal): Promise<Uint32Array> {
  const keptOf = new Uint32Array(clusters.clusterOf.length)
  for (let id = 0; id < keptOf.length; id++) keptOf[id] = id
  let untilTurn = sliceLength
  for (let cluster = 0; cluster + 1 < clusters.starts.length; cluster++) {
    const members = clusters.members.subarray(clusters.starts[cluster], clusters.starts[cluster + 1])
    const kept = findKept(members, choice)
    if (kept !== undefined) for (const member of members) keptOf[member] = kept
    untilTurn -= members.length
    if (untilTurn > 0) continue
    untilTurn = sliceLength
    await setImmediate()
    signal?.throwIfAborted()
  }
  return keptOf
}

/** The member of a cluster that `chooseKept` kept; null where it kept none: then each is its own. */
export function findKeptIn(members: Uint32Array, keptOf: Uint32Array): number | null {
  const [first, second] = members as unknown as [number, number]
  return keptOf[first] === keptOf[second] ? (keptOf[first] as number) : null
}

/** The member of one cluster that is kept, if any is alive: for whoever changes a few documents and not all. */
export function findKept(members: Uint32Array, { ranks, alive }: KeepChoice): number | undefined {
  let kept: number | undefined
  for (const member of members) {
    if (alive !== undefined && alive[member] === 0) continue
    if (kept === undefined || (ranks[member] as number) < (ranks[kept] as number)) kept = member
  }
  return kept
}
