import { useEffect, useState } from 'react'
import type { DocumentQuery, FacetValue } from '#contracts/dataset'
import { isAppError } from '#contracts/errors'
import { isCancelled } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject } from '../../app/project/project-store.ts'
import { useDataStore } from './data-store.ts'

export interface Facets {
  languages: FacetValue[]
  sources: FacetValue[]
  verdicts: FacetValue[]
  labels: FacetValue[]
  licences: FacetValue[]
  repos: FacetValue[]
  repoCount: number
  languageCount: number
  sourceCount: number
}

/** How often the counts follow a search that goes on. */
const FOLLOW_SEARCH_MS = 400

/** Exact counts beside every choice; the last ones stay until the new ones have come. Null before the first. */
export function useFacets(query: DocumentQuery, folder: string, revision: string): Facets | null {
  const [facets, setFacets] = useState<Facets | null>(null)
  // When the rows have found all there is, the counts are asked for at once.
  const searchState = useDataStore((state) => state.search?.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: folder, revision and the search say when the counts have changed
  useEffect(() => {
    const aborter = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      askProject((engine, signal) => engine.dataset.facets({ query }, { signal }), aborter.signal).then(
        (answer) => {
          if (aborter.signal.aborted) return
          setFacets(answer)
          if (answer.search.state === 'running') timer = setTimeout(load, FOLLOW_SEARCH_MS)
        },
        (error) => {
          // What is wrong with a query is told by the query bar.
          if (!aborter.signal.aborted && !isCancelled(error) && !isAppError(error, 'query.invalid')) reportError(error)
        },
      )
    }
    load()
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [query, folder, revision, searchState])
  return facets
}
