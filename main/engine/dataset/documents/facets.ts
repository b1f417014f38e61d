import { setImmediate } from 'node:timers/promises'
import type { FacetValue, Source } from '#contracts/dataset'
import type { LabelChoice } from '#contracts/label'
import { type LicenceClass, licenceClass } from '#contracts/licence'
import type { ColumnSnapshot } from '../project/project.ts'
import { labelOfCode } from '../review/label-column.ts'
import {
  type FilterInputs,
  hasLabel,
  hasLicence,
  hasVerdict,
  inLanguages,
  inSources,
  listLicenceClasses,
  matchDocuments,
  matchesAll,
  toLicenceId,
} from './document-filter.ts'

export interface Facets {
  languages: FacetValue[]
  sources: FacetValue[]
  verdicts: FacetValue[]
  labels: FacetValue[]
  /** By what licences ask for; empty when no document has a licence. */
  licences: FacetValue[]
}

const labelWords: Record<LabelChoice, string> = { keep: 'Keep', drop: 'Drop', unsure: 'Unsure', none: 'No label' }

const licenceWords: Record<LicenceClass, string> = {
  permissive: 'Permissive',
  'weak copyleft': 'Weak copyleft',
  'strong copyleft': 'Strong copyleft',
  none: 'None or unknown',
}

const sliceLength = 1 << 20

/** Counts every facet over the documents that match the rest of the query, largest first. A value that the query names is listed also at 0. */
export async function countFacets(
  options: FilterInputs & { snapshot: ColumnSnapshot; sources: readonly Source[] },
): Promise<Facets> {
  const { snapshot, sources, query, kept, labels, signal } = options
  const languages = snapshot.languages()
  const matches = await matchDocuments(snapshot, options)
  const languageIds = await snapshot.languageIds(signal)
  const sourceIds = await snapshot.sourceIds(signal)
  const licenceIds = await snapshot.licenceIds(signal)
  const classOfLicence = Uint8Array.from(listLicenceClasses(snapshot), (each) => licenceClass.options.indexOf(each))
  const licenceCounts = new Uint32Array(licenceClass.options.length)
  const languageCounts = new Uint32Array(languages.length)
  const sourceCounts = new Uint32Array(Math.max(0, ...sources.map(({ id }) => id)) + 1)
  const verdictCounts = new Uint32Array(2)
  const labelCounts = new Uint32Array(labelOfCode.length)
  for (let start = 0; start < matches.length; start += sliceLength) {
    const end = Math.min(start + sliceLength, matches.length)
    for (let id = start; id < end; id++) {
      const match = matches[id] as number
      if ((match | inLanguages) === matchesAll) increment(languageCounts, languageIds[id] as number)
      if ((match | inSources) === matchesAll) increment(sourceCounts, sourceIds[id] as number)
      if ((match | hasVerdict) === matchesAll) increment(verdictCounts, kept === null || kept[id] === 1 ? 0 : 1)
      if ((match | hasLabel) === matchesAll) increment(labelCounts, labels[id] as number)
      if ((match | hasLicence) === matchesAll) {
        increment(licenceCounts, classOfLicence[toLicenceId(licenceIds[id] as number)] as number)
      }
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
    // What was said first, and after it how much there is left to say.
    labels: [...labelOfCode.slice(1), ...labelOfCode.slice(0, 1)].map((label) => ({
      value: label,
      label: labelWords[label],
      count: labelCounts[labelOfCode.indexOf(label)] as number,
    })),
    licences:
      classOfLicence.length > 1
        ? licenceClass.options.map((value, index) => ({
            value,
            label: licenceWords[value],
            count: licenceCounts[index] as number,
          }))
        : [],
  }
}

function increment(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] as number) + 1
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || (a.label < b.label ? -1 : 1)
}
