import type { DocumentId } from '#contracts/dataset'
import { formatClusterTerm } from '#contracts/query/cluster-term'
import { setDraft, setQuery } from './data-store.ts'
import { emptyQuery } from './document-view.ts'

/** Shows a document and its duplicates alone: the query bar says so, and filters that could hide some of them go. */
export function showCluster({ documentId, step, jaccard }: { documentId: DocumentId; step: string; jaccard: number }): void {
  const text = formatClusterTerm({
    ...{ type: 'cluster', documentId, jaccard },
    step: step === 'exact-duplicates' ? step : 'near-duplicates',
  })
  setDraft(text)
  setQuery({ ...emptyQuery, text })
}
