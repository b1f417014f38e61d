import type { DocumentId, FacetValue, Signal } from '#contracts/dataset'
import type { QueryValue, QueryWords } from '#contracts/query/complete-query'
import type { Facets } from '../use-facets.ts'

/** What the query bar offers, with the counts that the facets show. `repos` are names beside those that the facets list, and `documentId` is the document that is open. */
export function toQueryWords(
  signals: readonly Signal[],
  { facets, repos, documentId }: { facets: Facets | null; repos: readonly string[]; documentId: DocumentId | null },
): QueryWords {
  return {
    signals,
    documentId,
    values: {
      lang: toValues(facets?.languages),
      licence: ['permissive', 'weak copyleft', 'strong copyleft', 'none'].map((value) => ({ value })),
      repo: listRepos(facets?.repos, repos),
      source: toValues(facets?.sources),
      verdict: (facets?.verdicts ?? []).map(({ value, count }) => ({ value, count })),
      label: ['keep', 'drop', 'unsure', 'none'].map((value) => ({ value })),
    },
  }
}

function toValues(values: readonly FacetValue[] = []): QueryValue[] {
  return values.map(({ label, count }) => ({ value: label, count }))
}

/** Those that the facets list come first, with their counts. */
function listRepos(listed: readonly FacetValue[] = [], others: readonly string[]): QueryValue[] {
  const known = new Set(listed.map(({ value }) => value))
  return [
    ...listed.filter(({ value }) => value !== '').map(({ value, count }) => ({ value, count })),
    ...others.filter((name) => !known.has(name)).map((value) => ({ value })),
  ]
}
