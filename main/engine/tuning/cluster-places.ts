import { membersOf } from '../curation/duplicates/cluster-at.ts'
import { measureDocuments } from '../dataset/signals/measure-documents.ts'
import type { RuleColumns } from './rules/rule-columns.ts'

/**
 * Where each document's cluster of duplicates stands by size, the largest at 0; NaN for documents in none, null when the step has not run.
 * Documents of one repository stand together where repositories were compared.
 */
export async function listClusterPlaces(
  columns: RuleColumns,
  { step, jaccard }: { step: string; jaccard: number },
  signal?: AbortSignal,
): Promise<Float32Array | null> {
  const stored = await columns.findDuplicates(step, signal)
  if (!stored) return null
  const clusters = await stored.clusters(jaccard, signal)
  const bySize = await stored.clustersBySize(jaccard, signal)
  const placeOf = new Float32Array(columns.documentCount).fill(Number.NaN)
  for (let place = 0; place < bySize.length; place++) {
    for (const member of membersOf(clusters, bySize[place] as number)) placeOf[member] = place
  }
  const { groups } = stored
  return groups ? measureDocuments(columns.documentCount, (id) => placeOf[groups[id] as number] as number, signal) : placeOf
}
