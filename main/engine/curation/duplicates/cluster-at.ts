import { findFirstPlace } from '../../platform/find-first-place.ts'
import { inSlices } from '../../platform/in-slices.ts'
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

/** The clusters of the pairs whose Jaccard similarity is `cut` or more. Gives way to other work every few milliseconds. */
export async function clusterAt(forest: PairForest, cut: number, signal?: AbortSignal): Promise<Clusters> {
  const sets = createDisjointSets(forest.documentCount)
  await inSlices({ length: countReaching(forest, cut), signal }, (start, end) => {
    for (let pair = start; pair < end; pair++) sets.unite(forest.firsts[pair] as number, forest.seconds[pair] as number)
  })
  return collectClusters(sets, forest.documentCount, signal)
}

/** The members of a cluster by id. */
export function membersOf({ starts, members }: Clusters, cluster: number): Uint32Array {
  return members.subarray(starts[cluster], starts[cluster + 1])
}

/** The place among the clusters of the one that a document is in; null when it is in none. */
export function findClusterOf({ clusterOf, starts, members }: Clusters, id: number): number | null {
  const smallest = clusterOf[id]
  if (smallest === undefined) return null
  const count = starts.length - 1
  const place = findFirstPlace(count, (each) => (members[starts[each] as number] as number) >= smallest)
  return place < count && members[starts[place] as number] === smallest ? place : null
}

/** Counts members, then deals them out: two passes over all documents and none over pairs. */
async function collectClusters(sets: DisjointSets, documentCount: number, signal: AbortSignal | undefined): Promise<Clusters> {
  const clusterOf = new Uint32Array(documentCount)
  const sizes = new Uint32Array(documentCount)
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) {
      const cluster = sets.find(id)
      clusterOf[id] = cluster
      sizes[cluster] = (sizes[cluster] as number) + 1
    }
  })
  const { starts, memberCount } = turnIntoPlaces(sizes)
  const members = new Uint32Array(memberCount)
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) {
      const cluster = clusterOf[id] as number
      const place = sizes[cluster] as number
      if (place === noPlace) continue
      members[place] = id
      sizes[cluster] = place + 1
    }
  })
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
