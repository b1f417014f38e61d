import type { FacetValue, Signal } from '#contracts/dataset'
import type { QueryValue, QueryWords } from '#contracts/query/complete-query'
import type { Facets } from '../use-facets.ts'

/** What the query bar offers, with the counts that the facets show. */
export function toQueryWords(signals: readonly Signal[], facets: Facets | null): QueryWords {
  return {
    signals,
    values: {
      lang: toValues(facets?.languages),
      licence: ['permissive', 'weak copyleft', 'strong copyleft', 'none'].map((value) => ({ value })),
      repo: [],
      source: toValues(facets?.sources),
      verdict: (facets?.verdicts ?? []).map(({ value, count }) => ({ value, count })),
      label: ['keep', 'drop', 'unsure', 'none'].map((value) => ({ value })),
    },
  }
}

function toValues(values: readonly FacetValue[] = []): QueryValue[] {
  return values.map(({ label, count }) => ({ value: label, count }))
}
