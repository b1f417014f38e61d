import { type Clusters, clusterAt, membersOf } from '../curation/duplicates/cluster-at.ts'
import { measureDocuments } from '../dataset/signals/measure-documents.ts'
import { sortColumn } from '../dataset/signals/sort-column.ts'
import type { RuleColumns } from './rules/rule-columns.ts'

/**
 * Where each document's cluster of duplicates stands by size, the largest at 0; NaN for documents in none. Documents of one repository stand
 * together where repositories were compared.
 */
export async function listClusterPlaces(
  columns: RuleColumns,
  { step, jaccard }: { step: string; jaccard: number },
  signal?: AbortSignal,
): Promise<Float32Array> {
  const stored = await columns.findDuplicates(step, signal)
  if (!stored) return new Float32Array(columns.documentCount).fill(Number.NaN)
  const clusters = await clusterAt(stored.forest, jaccard, signal)
  const placeOf = await rankBySize(clusters, signal)
  const { groups } = stored
  return measureDocuments(columns.documentCount, (id) => placeOf[groups ? (groups[id] as number) : id] ?? Number.NaN, signal)
}

/** By document: NaN for those in no cluster. */
async function rankBySize(clusters: Clusters, signal: AbortSignal | undefined): Promise<Float32Array> {
  const sizes = new Float32Array(clusters.starts.length - 1)
  // Negative, so that equal sizes stay in the order of their clusters.
  for (let cluster = 0; cluster < sizes.length; cluster++) sizes[cluster] = -membersOf(clusters, cluster).length
  const bySize = await sortColumn(sizes, signal)
  const places = new Float32Array(clusters.clusterOf.length).fill(Number.NaN)
  for (let place = 0; place < bySize.length; place++) {
    for (const member of membersOf(clusters, bySize[place] as number)) places[member] = place
  }
  return places
}
