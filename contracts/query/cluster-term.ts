import type { QueryTerm, QueryVocabulary } from './query.ts'
import type { QueryReader } from './query-reader.ts'

export type ClusterTerm = Extract<QueryTerm, { type: 'cluster' }>

/** Number of the document, and from what similarity on. */
const written = /^(\d{1,10})(?:@(exact|[\d.]+(?:e-\d+)?))?$/

/** That of a rule on duplicates that says nothing of it. */
const defaultJaccard = 0.85

/**
 * Reads `1234`, `1234@0.7` or `1234@exact` behind `cluster:`. A document keeps its number for good, so that the cluster is the one that it is in now,
 * whatever steps found since the query was written.
 */
export function parseClusterTerm(reader: QueryReader, { documentCount, hasDuplicates }: QueryVocabulary): ClusterTerm {
  const start = reader.position
  const [, id, from] = written.exec(reader.take(/[^\s()"]*/y)?.[0] ?? '') ?? []
  const isExact = from === 'exact'
  const jaccard = isExact ? 1 : from === undefined ? defaultJaccard : Number(from)
  if (id === undefined || !(jaccard >= 0 && jaccard <= 1)) {
    reader.refuse(
      'The number of a document is expected, and maybe from what similarity on: cluster:12, cluster:12@0.7 or cluster:12@exact.',
      start,
    )
  }
  const documentId = Number(id)
  if (documentCount !== undefined && documentId >= documentCount) {
    reader.refuse(`The project has no document ${documentId}; they are numbered from 0 to ${documentCount - 1}.`, start)
  }
  const step = isExact ? 'exact-duplicates' : 'near-duplicates'
  if (hasDuplicates && !hasDuplicates(step)) {
    reader.refuse(
      `The step "${step}" has not run on this project yet, so its clusters are not known. Put a rule on duplicates into the recipe in Tune, and run it.`,
      start,
    )
  }
  return { type: 'cluster', documentId, step, jaccard }
}

/** What `parseClusterTerm` reads back as the same. */
export function formatClusterTerm({ documentId, step, jaccard }: ClusterTerm): string {
  return `cluster:${documentId}@${step === 'exact-duplicates' ? 'exact' : jaccard}`
}
