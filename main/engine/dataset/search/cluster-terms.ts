import type { ClusterTerm } from '#contracts/query/cluster-term'
import { inSlices } from '../../platform/in-slices.ts'
import type { Decisions } from '../decisions.ts'
import { DocumentSet } from './document-set.ts'

/** A document and those in its cluster of duplicates; it alone when it is in none. */
export async function matchCluster(
  { documentId, step, jaccard }: ClusterTerm,
  { documentCount, decisions }: { documentCount: number; decisions: Pick<Decisions, 'clusterPlaces'> },
  signal?: AbortSignal,
): Promise<DocumentSet> {
  const set = new DocumentSet(documentCount)
  set.add(documentId)
  const places = await decisions.clusterPlaces({ step, jaccard }, signal)
  const place = places?.[documentId]
  if (!places || place === undefined || Number.isNaN(place)) return set
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) if (places[id] === place) set.add(id)
  })
  return set
}
