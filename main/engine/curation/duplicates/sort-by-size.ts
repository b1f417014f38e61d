import { sortValues } from '#native'
import { type Clusters, membersOf } from './cluster-at.ts'

/** Places of clusters from the largest to the smallest, equal ones in their order. */
export function sortBySize(clusters: Clusters, signal?: AbortSignal): Promise<Uint32Array> {
  const sizes = new Float32Array(clusters.starts.length - 1)
  // Negative, so that equal sizes stay in the order of their clusters.
  for (let place = 0; place < sizes.length; place++) sizes[place] = -membersOf(clusters, place).length
  return sortValues(sizes, { signal })
}
