import type { FacetValue, Source } from '#contracts/dataset'
import type { LabelChoice } from '#contracts/label'
import { type LicenceClass, licenceClass } from '#contracts/licence'
import type { ColumnSnapshot } from '../project/project.ts'
import { labelOfCode } from '../review/label-column.ts'
import type { FilterInputs } from './document-filter.ts'
import type { FacetCounts } from './facet-counts.ts'
import { listLargest } from './list-largest.ts'

export interface Facets {
  /** Of languages and sources those with the most documents. */
  languages: FacetValue[]
  /** How many languages have documents, listed or not. */
  languageCount: number
  sources: FacetValue[]
  /** How many there are, listed or not. */
  sourceCount: number
  verdicts: FacetValue[]
  labels: FacetValue[]
  /** By what licences ask for; empty when no document has a licence. */
  licences: FacetValue[]
  /** Those with the most documents; empty when no document has a repository. */
  repos: FacetValue[]
  /** How many repositories have documents, listed or not. */
  repoCount: number
}

/** Of one facet. More would not be read; the query leads to all of them. */
export const maxListedValues = 100

const labelWords: Record<LabelChoice, string> = { keep: 'Keep', drop: 'Drop', unsure: 'Unsure', none: 'No label' }

const licenceWords: Record<LicenceClass, string> = {
  permissive: 'Permissive',
  'weak copyleft': 'Weak copyleft',
  'strong copyleft': 'Strong copyleft',
  none: 'None or unknown',
}

/** What is counted as people read it, largest first. A value that the query names is listed also at 0. */
export async function listFacets(
  counts: FacetCounts,
  {
    snapshot,
    sources,
    query,
    signal,
  }: Pick<FilterInputs, 'query' | 'signal'> & {
    snapshot: ColumnSnapshot
    sources: readonly Source[]
  },
): Promise<Facets> {
  const languages = snapshot
    .languages()
    .map((name, id) => ({ value: name, label: name, count: counts.languages[id] ?? 0 }))
    .filter(({ value, count }) => count > 0 || query.languages.includes(value))
  const ofSources = sources.map(({ id, name }) => ({ value: String(id), label: name, count: counts.sources[id] ?? 0 }))
  return {
    languages: takeLargest(languages, query.languages),
    languageCount: languages.length,
    sources: takeLargest(ofSources, query.sourceIds.map(String)),
    sourceCount: ofSources.length,
    verdicts: [
      { value: 'kept', label: 'Kept', count: counts.verdicts[0] as number },
      { value: 'dropped', label: 'Dropped', count: counts.verdicts[1] as number },
    ],
    // What was said first, and after it how much there is left to say.
    labels: [...labelOfCode.slice(1), ...labelOfCode.slice(0, 1)].map((label) => ({
      value: label,
      label: labelWords[label],
      count: counts.labels[labelOfCode.indexOf(label)] as number,
    })),
    licences:
      snapshot.licences().length > 1
        ? licenceClass.options.map((value, index) => ({
            value,
            label: licenceWords[value],
            count: counts.licences[index] as number,
          }))
        : [],
    ...(await listRepos(counts.repos, { snapshot, chosen: query.repos, signal })),
  }
}

async function listRepos(
  counts: Uint32Array,
  { snapshot, chosen, signal }: { snapshot: ColumnSnapshot; chosen: readonly string[]; signal: AbortSignal | undefined },
): Promise<Pick<Facets, 'repos' | 'repoCount'>> {
  const { repositories } = snapshot
  if (repositories.highestId === 0) return { repos: [], repoCount: 0 }
  const { largest, count } = await listLargest(counts, maxListedValues, signal)
  const ids = new Set([...largest, ...(await repositories.findIds(chosen, signal)), ...(chosen.includes('') ? [0] : [])])
  const names = await repositories.readNames([...ids], signal)
  const repos = Array.from(ids, (id) => {
    const value = names.get(id) ?? ''
    return { value, label: value === '' ? 'No repository' : value, count: counts[id] ?? 0 }
  })
  return { repos: repos.sort(byCount), repoCount: count - (counts[0] === 0 ? 0 : 1) }
}

function takeLargest(values: FacetValue[], chosen: readonly string[]): FacetValue[] {
  const isChosen = new Set(chosen)
  return values.sort(byCount).filter(({ value }, place) => place < maxListedValues || isChosen.has(value))
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || (a.label < b.label ? -1 : 1)
}
