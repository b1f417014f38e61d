import type { ClusterTerm } from '#contracts/query/cluster-term'
import type { Decisions } from '../decisions.ts'
import { DocumentSet } from './document-set.ts'

/** A document and those in its cluster of duplicates; it alone when it is in none. */
export async function matchCluster(
  { documentId, step, jaccard }: ClusterTerm,
  { documentCount, decisions }: { documentCount: number; decisions: Pick<Decisions, 'clusterMembers'> },
  signal?: AbortSignal,
): Promise<DocumentSet> {
  const set = new DocumentSet(documentCount)
  set.add(documentId)
  const members = (await decisions.clusterMembers({ documentId, step, jaccard }, signal)) ?? []
  // The decisions may be of a moment when an import had added more.
  for (const id of members) if (id < documentCount) set.add(id)
  return set
}
