import { findClusterOf, membersOf } from '../curation/duplicates/cluster-at.ts'
import { measureDocuments } from '../dataset/signals/measure-documents.ts'
import { selectDocuments } from '../dataset/signals/select-documents.ts'
import type { RuleColumns } from './rules/rule-columns.ts'

type ComparedColumns = Pick<RuleColumns, 'documentCount' | 'findDuplicates'>

/**
 * Where each document's cluster of duplicates stands by size, the largest at 0; NaN for documents in none, null when the step has not run.
 * Documents of one repository stand together where repositories were compared.
 */
export async function listClusterPlaces(
  columns: ComparedColumns,
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

/** The ids of a document's cluster of duplicates, ascending; null when it is in none, or the step has not run. */
export async function listClusterMembers(
  columns: ComparedColumns,
  { documentId, step, jaccard }: { documentId: number; step: string; jaccard: number },
  signal?: AbortSignal,
): Promise<Uint32Array | null> {
  const stored = await columns.findDuplicates(step, signal)
  if (!stored) return null
  const clusters = await stored.clusters(jaccard, signal)
  const { groups } = stored
  const cluster = findClusterOf(clusters, groups?.[documentId] ?? documentId)
  if (cluster === null) return null
  const members = membersOf(clusters, cluster)
  if (!groups) return members
  const { clusterOf } = clusters
  return selectDocuments(columns.documentCount, (id) => clusterOf[groups[id] as number] === members[0], signal)
}
