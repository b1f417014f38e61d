import type { StartedCall } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { DuplicateIndexError, runIndexCall } from './duplicate-index-error.ts'
import type { MinHashBands } from './minhash-bands.ts'
import { computeJaccards, type MinHashOptions } from './near-duplicates.ts'

/** `done` of `total` bands searched, candidate pairs looked at, or duplicates compared with the document that is kept. */
export type DuplicateProgress = { phase: 'bands' | 'pairs' | 'duplicates'; done: number; total: number }

export type FindDuplicatesOptions = {
  /** Jaccard similarity from which on documents are duplicates; chooses the bands, and is what `readDocuments` verifies. 0.7 by default. */
  threshold?: number
  /**
   * Instead of the bands that are chosen for the threshold: those of `chooseBands`, which weigh false against missed candidates, or
   * with `readDocuments` those of `chooseRecallBands`, which find 99 % of the pairs at the threshold, since false ones do no harm.
   */
  bands?: MinHashBands
  /**
   * A number for each id, by ascending id: of each cluster the document with the smallest is kept. Equal ones are decided by the
   * documents' bytes, so that it does not matter which ids they have. Without it the smallest id is kept.
   */
  rank?: (ids: Uint32Array) => Float64Array
  /**
   * Reads documents again, in the order of the ids. If given, candidates are united only if their exact similarity reaches the
   * threshold, and `exactJaccard` is filled in. A document may be asked for more than once.
   */
  readDocuments?: (ids: Uint32Array) => DocumentBatch | Promise<DocumentBatch>
  /**
   * Takes all pairs whose exact similarity reaches the threshold, each once, in parts of up to 65,536 of which one is in memory at a
   * time; the search goes on when the promise resolves. Needs `readDocuments`, and takes longer, because pairs of which clusters have
   * no need are compared too. Of documents with the same bytes, the others come in one pair each, with the smallest id; of more than
   * 4,096 that share a band, pairs of the later ones with one another may be missing.
   */
  onPairs?: (pairs: DuplicatePairs) => void | Promise<void>
  /** Documents that `readDocuments` is asked for at once at most, 2 or more: their sets of shingles are in memory. 1,024 by default. */
  maxDocuments?: number
  onProgress?: (progress: DuplicateProgress) => void
  signal?: AbortSignal
}

/** What a search for pairs alone needs; `progress` ends with the pairs. */
export type FindPairsOptions = Pick<FindDuplicatesOptions, 'threshold' | 'bands' | 'maxDocuments' | 'onProgress' | 'signal'> &
  Required<Pick<FindDuplicatesOptions, 'readDocuments' | 'onPairs'>>

/** One entry for each document, by ascending id. */
export type DuplicateReport = {
  ids: Uint32Array
  /** The smallest id of the document's cluster; its own for a document without duplicates. */
  clusters: Uint32Array
  /** The id of the kept document that it duplicates; `notDuplicate` for documents that are kept. */
  duplicateOf: Uint32Array
  /** Similarity to that document: the share of equal numbers in the signatures. NaN for documents that are kept. */
  estimatedJaccard: Float32Array
  /** The same of the sets of shingles; NaN also where it is not known. */
  exactJaccard: Float32Array
}

/** One entry for each pair. */
export type DuplicatePairs = {
  /** Ids, each smaller than the one at the same place of `seconds`. */
  firsts: Uint32Array
  seconds: Uint32Array
  /** The Jaccard similarity of the two sets of shingles. */
  exactJaccard: Float32Array
}

/** In `DuplicateReport.duplicateOf`. */
export const notDuplicate = 0xffff_ffff

const verifiedDocuments = 1024

export const defaultThreshold = 0.7

/** A search in the addon; its calls come in the order of `searchIndex`. */
export type NativeSearch = {
  startBegin(): StartedCall<undefined>
  startBand(band: number): StartedCall<undefined>
  startPreparePairs(): StartedCall<number>
  startReadCandidates(maxDocuments: number): StartedCall<{ ids: Uint32Array; done: number }>
  startVerify(bytes: Uint8Array, offsets: DocumentBatch['offsets']): StartedCall<NativePairs>
  startIds(): StartedCall<Uint32Array>
  startFinish(ranks: Float64Array | undefined): StartedCall<NativeReport>
  startEnd(): StartedCall<undefined>
}

type NativePairs = Pick<DuplicatePairs, 'firsts' | 'seconds'> & { similarities: Float32Array }

type NativeReport = {
  ids: Uint32Array
  clusters: Uint32Array
  duplicateOf: Uint32Array
  estimated: Float32Array
  exact: Float32Array
  /** Places of the duplicates, those of one cluster together, and those of the documents kept in their stead. */
  duplicates: Uint32Array
  originals: Uint32Array
}

/** Searches band after band, verifies the candidates if the caller gives documents, and picks those to keep. */
export async function searchIndex(
  running: NativeSearch,
  bandCount: number,
  search: FindDuplicatesOptions,
  options: MinHashOptions,
): Promise<DuplicateReport> {
  const { signal } = search
  try {
    await searchBands(running, bandCount, search)
    if (search.readDocuments !== undefined) await verifyPairs(running, search, search.readDocuments)
    const ranks = search.rank === undefined ? undefined : search.rank(await runIndexCall(running.startIds(), signal))
    const found = await runIndexCall(running.startFinish(ranks), signal)
    if (search.readDocuments !== undefined) await fillExact(found, search, search.readDocuments, options)
    return {
      ids: found.ids,
      clusters: found.clusters,
      duplicateOf: found.duplicateOf,
      estimatedJaccard: found.estimated,
      exactJaccard: found.exact,
    }
  } finally {
    await runIndexCall(running.startEnd())
  }
}

/** Searches band after band, and verifies the candidates. */
export async function searchPairs(running: NativeSearch, bandCount: number, search: FindPairsOptions): Promise<void> {
  try {
    await searchBands(running, bandCount, search)
    await verifyPairs(running, search, search.readDocuments)
  } finally {
    await runIndexCall(running.startEnd())
  }
}

async function searchBands(running: NativeSearch, bandCount: number, search: FindDuplicatesOptions): Promise<void> {
  await runIndexCall(running.startBegin(), search.signal)
  for (let band = 0; band < bandCount; band++) {
    await runIndexCall(running.startBand(band), search.signal)
    report(search, { phase: 'bands', done: band + 1, total: bandCount })
  }
}

/** What the addon needs to begin. */
export function toVerificationArguments(
  search: FindDuplicatesOptions,
): [verifies: boolean, threshold: number, listsPairs: boolean] {
  if (search.onPairs !== undefined && search.readDocuments === undefined) {
    throw new TypeError('onPairs needs readDocuments: similarities come from the documents')
  }
  return [search.readDocuments !== undefined, search.threshold ?? defaultThreshold, search.onPairs !== undefined]
}

type ReadDocuments = NonNullable<FindDuplicatesOptions['readDocuments']>

async function verifyPairs(running: NativeSearch, search: FindDuplicatesOptions, readDocuments: ReadDocuments): Promise<void> {
  const { signal, maxDocuments = verifiedDocuments } = search
  const total = await runIndexCall(running.startPreparePairs(), signal)
  for (;;) {
    const { ids, done } = await runIndexCall(running.startReadCandidates(maxDocuments), signal)
    if (ids.length === 0) return
    const batch = await readBatch(ids, readDocuments, signal)
    const { firsts, seconds, similarities } = await runIndexCall(running.startVerify(batch.bytes, batch.offsets), signal)
    if (firsts.length > 0) await search.onPairs?.({ firsts, seconds, exactJaccard: similarities })
    report(search, { phase: 'pairs', done, total })
  }
}

/** Compares each duplicate with the document that is kept, which verification need not have done: clusters are chains. */
async function fillExact(
  found: NativeReport,
  search: FindDuplicatesOptions,
  readDocuments: ReadDocuments,
  options: MinHashOptions,
): Promise<void> {
  const { signal, maxDocuments = verifiedDocuments } = search
  const total = found.duplicates.length
  for (let next = 0; next < total; ) {
    const places: number[] = []
    const placeInBatch = new Map<number, number>()
    for (; next < total && placeInBatch.size + 2 <= maxDocuments; next++) {
      const duplicate = found.duplicates[next] ?? 0
      if (!Number.isNaN(found.exact[duplicate])) continue
      const original = found.originals[next] ?? 0
      for (const place of [duplicate, original]) {
        if (!placeInBatch.has(place)) placeInBatch.set(place, placeInBatch.size)
        places.push(place)
      }
    }
    if (places.length > 0) {
      const ids = Uint32Array.from(placeInBatch.keys(), (place) => found.ids[place] ?? 0)
      const pairs = Uint32Array.from(places, (place) => placeInBatch.get(place) ?? 0)
      const batch = await readBatch(ids, readDocuments, signal)
      const { tokens, shingleLength } = options
      const jaccards = await computeJaccards(batch, pairs, {
        ...(tokens === undefined ? {} : { tokens }),
        ...(shingleLength === undefined ? {} : { shingleLength }),
        ...(signal === undefined ? {} : { signal }),
      })
      for (const [pair, jaccard] of jaccards.entries()) found.exact[places[pair * 2] ?? 0] = jaccard
    }
    report(search, { phase: 'duplicates', done: next, total })
  }
}

/** A call of the addon that is too short to notice an abort must not be the end of it. */
function report({ onProgress, signal }: FindDuplicatesOptions, progress: DuplicateProgress): void {
  onProgress?.(progress)
  signal?.throwIfAborted()
}

/** What the caller reads for the ids, checked. */
export async function readBatch(
  ids: Uint32Array,
  readDocuments: ReadDocuments,
  signal: AbortSignal | undefined,
): Promise<DocumentBatch> {
  const batch = await readDocuments(ids)
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  if (batch.offsets.length === ids.length + 1) return batch
  throw new DuplicateIndexError(
    'INDEX_STATE',
    `readDocuments gave ${batch.offsets.length - 1} documents for ${ids.length} ids; it must give one for each.`,
  )
}
