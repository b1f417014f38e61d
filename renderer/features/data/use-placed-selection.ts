import { useEffect } from 'react'
import { isAppError } from '#contracts/errors'
import { isCancelled } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject } from '../../app/project/project-store.ts'
import { placeSelection, useDataStore } from './data-store.ts'

/** Finds out where the chosen document stands when none of the rows at hand is it: elsewhere in the table, or no longer in it. */
export function usePlacedSelection(revision: string): void {
  const query = useDataStore((state) => state.query)
  const sort = useDataStore((state) => state.sort)
  const documentId = useDataStore(({ selection }) => (selection.index === null ? selection.documentId : null))
  // Asked when the rows have come, or an answer for older ones would be taken for theirs.
  const hasRows = useDataStore((state) => state.total !== null && state.error === null)
  const isSearching = useDataStore((state) => state.search?.state === 'running')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says when documents may stand elsewhere
  useEffect(() => {
    if (documentId === null || !hasRows || isSearching) return
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.locate({ query, sort, documentId }, { signal }), aborter.signal).then(
      ({ index, search }) => {
        if (!aborter.signal.aborted && search.state !== 'running') placeSelection(documentId, index)
      },
      (error: unknown) => {
        // What is wrong with a query is told by the query bar.
        if (!aborter.signal.aborted && !isCancelled(error) && !isAppError(error, 'query.invalid')) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [documentId, query, sort, hasRows, isSearching, revision])
}
