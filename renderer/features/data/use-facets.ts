import { useEffect, useState } from 'react'
import type { DocumentQuery, FacetValue } from '#contracts/dataset'
import { isCancelled } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject } from '../../app/project/project-store.ts'

export interface Facets {
  languages: FacetValue[]
  sources: FacetValue[]
  verdicts: FacetValue[]
}

/** Exact counts beside every choice; the last ones stay until the new ones have come. Null before the first. */
export function useFacets(query: DocumentQuery, folder: string, revision: number): Facets | null {
  const [facets, setFacets] = useState<Facets | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: folder and revision say when the counts have changed
  useEffect(() => {
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.facets({ query }, { signal }), aborter.signal).then(setFacets, (error) => {
      if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
    })
    return () => aborter.abort()
  }, [query, folder, revision])
  return facets
}
