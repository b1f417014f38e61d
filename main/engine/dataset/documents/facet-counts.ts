import { setImmediate } from 'node:timers/promises'
import { licenceClass } from '#contracts/licence'
import type { ColumnSnapshot } from '../project/project.ts'
import { chunkLength } from '../review/label-chunk.ts'
import { labelOfCode } from '../review/label-column.ts'
import type { Labels } from '../review/labels.ts'
import {
  createDocumentMatcher,
  type FilterInputs,
  hasLabel,
  hasLicence,
  hasVerdict,
  inLanguages,
  inRepos,
  inSources,
  listLicenceClasses,
  matchesAll,
  toStoredId,
} from './document-filter.ts'

/**
 * How many documents have each value, among those that match the rest of a query. They follow labels and a search that goes on by
 * the documents that changed: to count ten million again after each label would cost more than labelling.
 */
export interface FacetCounts {
  /** By id. */
  readonly languages: Uint32Array
  readonly sources: Uint32Array
  readonly repos: Uint32Array
  /** Kept, dropped. */
  readonly verdicts: Uint32Array
  /** By place in `labelOfCode`. */
  readonly labels: Uint32Array
  /** By place in `licenceClass`. */
  readonly licences: Uint32Array
  /** Brings the counts up to what labels and the search are at now. The first call counts all documents. */
  update(signal?: AbortSignal): Promise<void>
}

/** Documents counted before other work gets its turn. Whole chunks of labels, and whole words of what a search found. */
const sliceLength = 4 * chunkLength

export async function createFacetCounts(
  inputs: FilterInputs & { snapshot: ColumnSnapshot; labelColumn: Labels['column']; highestSourceId: number },
): Promise<FacetCounts> {
  const { snapshot, kept, found, labels, labelColumn, signal: creating } = inputs
  const { documentCount } = snapshot
  const match = await createDocumentMatcher(snapshot, inputs)
  const languageIds = await snapshot.languageIds(creating)
  const sourceIds = await snapshot.sourceIds(creating)
  const licenceIds = await snapshot.licenceIds(creating)
  const repoIds = await snapshot.repoIds(creating)
  const classOfLicence = Uint8Array.from(listLicenceClasses(snapshot), (each) => licenceClass.options.indexOf(each))
  const counts = {
    languages: new Uint32Array(snapshot.languages().length),
    sources: new Uint32Array(inputs.highestSourceId + 1),
    repos: new Uint32Array(snapshot.repositories.highestId + 1),
    verdicts: new Uint32Array(2),
    labels: new Uint32Array(labelOfCode.length),
    licences: new Uint32Array(licenceClass.options.length),
  }
  // What each document was counted as.
  const matches = new Uint8Array(documentCount)
  const countedLabels = new Uint8Array(documentCount)
  const countedWords = new Uint32Array(found.words.length)
  const countedRevisions: number[] = []
  let counted = 0

  function add(id: number, step: 1 | -1): void {
    const bits = matches[id] as number
    if ((bits | inLanguages) === matchesAll) change(counts.languages, languageIds[id] as number, step)
    if ((bits | inSources) === matchesAll) change(counts.sources, sourceIds[id] as number, step)
    if ((bits | inRepos) === matchesAll) change(counts.repos, toStoredId(repoIds[id] as number), step)
    if ((bits | hasVerdict) === matchesAll) change(counts.verdicts, kept === null || kept[id] === 1 ? 0 : 1, step)
    if ((bits | hasLabel) === matchesAll) change(counts.labels, countedLabels[id] as number, step)
    if ((bits | hasLicence) === matchesAll) {
      change(counts.licences, classOfLicence[toStoredId(licenceIds[id] as number)] as number, step)
    }
  }

  function count(id: number): void {
    matches[id] = match(id)
    countedLabels[id] = labels[id] as number
    add(id, 1)
  }

  function countAgain(id: number): void {
    add(id, -1)
    count(id)
  }

  function countSlice(): void {
    const start = counted
    const end = Math.min(start + sliceLength, documentCount)
    for (; counted < end; counted++) count(counted)
    const firstWord = start >>> 5
    countedWords.set(found.words.subarray(firstWord, Math.ceil(end / 32)), firstWord)
    for (let chunk = start / chunkLength; chunk * chunkLength < end; chunk++) {
      countedRevisions[chunk] = labelColumn.chunkRevision(chunk)
    }
  }

  /** @returns whether there was something to do. */
  function followLabels(chunk: number): boolean {
    const revision = labelColumn.chunkRevision(chunk)
    if (countedRevisions[chunk] === revision) return false
    const end = Math.min((chunk + 1) * chunkLength, documentCount)
    for (let id = chunk * chunkLength; id < end; id++) if (labels[id] !== countedLabels[id]) countAgain(id)
    countedRevisions[chunk] = revision
    return true
  }

  function followSearch(firstWord: number, endWord: number): void {
    for (let word = firstWord; word < endWord; word++) {
      const now = found.words[word] as number
      let changed = now ^ (countedWords[word] as number)
      countedWords[word] = now
      while (changed !== 0) {
        const bit = 31 - Math.clz32(changed)
        changed &= ~(1 << bit)
        countAgain(word * 32 + bit)
      }
    }
  }

  return {
    ...counts,
    async update(signal) {
      const giveWay = async () => {
        await setImmediate()
        signal?.throwIfAborted()
      }
      while (counted < documentCount) {
        countSlice()
        await giveWay()
      }
      for (let chunk = 0; chunk * chunkLength < documentCount; chunk++) if (followLabels(chunk)) await giveWay()
      const sliceWords = sliceLength / 32
      for (let word = 0; word < found.words.length; word += sliceWords) {
        followSearch(word, Math.min(word + sliceWords, found.words.length))
        await giveWay()
      }
    },
  }
}

function change(counts: Uint32Array, index: number, step: 1 | -1): void {
  counts[index] = (counts[index] as number) + step
}
