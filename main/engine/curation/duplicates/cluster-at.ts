import { setImmediate } from 'node:timers/promises'
import { createDisjointSets, type DisjointSets } from '../steps/disjoint-sets.ts'
import { countReaching, type PairForest } from './pair-forest.ts'

/** Documents that are duplicates of one another at some cut, directly or through others. A document without duplicates is in no cluster. */
export interface Clusters {
  /** For each document of the project the smallest id of its cluster; its own id when it is in none. */
  readonly clusterOf: Uint32Array
  /** The members of cluster `i` are `members` from `starts[i]` to `starts[i + 1]`, by id. Clusters stand by their smallest member. */
  readonly starts: Uint32Array
  readonly members: Uint32Array
}

/** Pairs, or documents, handled before other work gets its turn. */
const sliceLength = 1 << 18

/** The clusters of the pairs whose Jaccard similarity is `cut` or more. Gives way to other work every few milliseconds. */
export async function clusterAt(forest: PairForest, cut: number, signal?: AbortSignal): Promise<Clusters> {
  const sets = createDisjointSets(forest.documentCount)
  const pairCount = countReaching(forest, cut)
  for (let start = 0; start < pairCount; start += sliceLength) {
    for (let pair = start; pair < Math.min(start + sliceLength, pairCount); pair++) {
      sets.unite(forest.firsts[pair] as number, forest.seconds[pair] as number)
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return collectClusters(sets, forest.documentCount, signal)
}

/** The members of a cluster by id. */
export function membersOf({ starts, members }: Clusters, cluster: number): Uint32Array {
  return members.subarray(starts[cluster], starts[cluster + 1])
}

/** Counts members, then deals them out: two passes over all documents and none over pairs. */
async function collectClusters(sets: DisjointSets, documentCount: number, signal: AbortSignal | undefined): Promise<Clusters> {
  const clusterOf = new Uint32Array(documentCount)
  const sizes = new Uint32Array(documentCount)
  for (let start = 0; start < documentCount; start += sliceLength) {
    for (let id = start; id < Math.min(start + sliceLength, documentCount); id++) {
      const cluster = sets.find(id)
      clusterOf[id] = cluster
      sizes[cluster] = (sizes[cluster] as number) + 1
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  const { starts, memberCount } = turnIntoPlaces(sizes)
  const members = new Uint32Array(memberCount)
  for (let start = 0; start < documentCount; start += sliceLength) {
    for (let id = start; id < Math.min(start + sliceLength, documentCount); id++) {
      const cluster = clusterOf[id] as number
      const place = sizes[cluster] as number
      if (place === noPlace) continue
      members[place] = id
      sizes[cluster] = place + 1
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return { clusterOf, starts, members }
}

/** Of documents that are alone. */
const noPlace = 0xffff_ffff

/** Puts in the place of each size where the first member goes. */
function turnIntoPlaces(sizes: Uint32Array): { starts: Uint32Array; memberCount: number } {
  const starts: number[] = []
  let memberCount = 0
  for (let id = 0; id < sizes.length; id++) {
    const size = sizes[id] as number
    if (size < 2) {
      sizes[id] = noPlace
      continue
    }
    starts.push(memberCount)
    sizes[id] = memberCount
    memberCount += size
  }
  starts.push(memberCount)
  return { starts: Uint32Array.from(starts), memberCount }
}
