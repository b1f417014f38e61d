import { setImmediate } from 'node:timers/promises'
import type { DocumentQuery, FacetValue, Source } from '#contracts/dataset'
import type { ColumnSnapshot } from '../project/project.ts'
import type { DocumentSet } from '../search/document-set.ts'
import { hasVerdict, inLanguages, inSources, matchDocuments, matchesAll } from './document-filter.ts'

export interface Facets {
  languages: FacetValue[]
  sources: FacetValue[]
  verdicts: FacetValue[]
}

const sliceLength = 1 << 20

/** Counts every facet over the documents that match the rest of the query, largest first. A value that the query names is listed also at 0. */
export async function countFacets(options: {
  snapshot: ColumnSnapshot
  sources: readonly Source[]
  query: DocumentQuery
  kept: Uint8Array | null
  found: DocumentSet
  signal?: AbortSignal | undefined
}): Promise<Facets> {
  const { snapshot, sources, query, kept, found, signal } = options
  const languages = snapshot.languages()
  const matches = await matchDocuments(snapshot, { query, kept, found, signal })
  const languageIds = await snapshot.languageIds(signal)
  const sourceIds = await snapshot.sourceIds(signal)
  const languageCounts = new Uint32Array(languages.length)
  const sourceCounts = new Uint32Array(Math.max(0, ...sources.map(({ id }) => id)) + 1)
  const verdictCounts = new Uint32Array(2)
  for (let start = 0; start < matches.length; start += sliceLength) {
    const end = Math.min(start + sliceLength, matches.length)
    for (let id = start; id < end; id++) {
      const match = matches[id] as number
      if ((match | inLanguages) === matchesAll) increment(languageCounts, languageIds[id] as number)
      if ((match | inSources) === matchesAll) increment(sourceCounts, sourceIds[id] as number)
      if ((match | hasVerdict) === matchesAll) increment(verdictCounts, kept === null || kept[id] === 1 ? 0 : 1)
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return {
    languages: languages
      .map((name, id) => ({ value: name, label: name, count: languageCounts[id] as number }))
      .filter(({ value, count }) => count > 0 || query.languages.includes(value))
      .sort(byCount),
    sources: sources.map(({ id, name }) => ({ value: String(id), label: name, count: sourceCounts[id] as number })).sort(byCount),
    verdicts: [
      { value: 'kept', label: 'Kept', count: verdictCounts[0] as number },
      { value: 'dropped', label: 'Dropped', count: verdictCounts[1] as number },
    ],
  }
}

function increment(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] as number) + 1
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || (a.label < b.label ? -1 : 1)
}
