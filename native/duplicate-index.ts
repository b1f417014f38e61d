import { type DocumentBatch, refuseResizable, type StartedCall, settle } from './document-batch.ts'
import { getAddon } from './load-addon.ts'
import { chooseBands, type MinHashBands } from './minhash-bands.ts'
import { computeJaccards, type MinHashOptions, toTokenArguments } from './near-duplicates.ts'

/**
 * Why an index cannot be used:
 *
 * - `INDEX_FILE`: the system refuses a file; the message has its reason.
 * - `INDEX_FOREIGN`: `signatures.minhash` is something else.
 * - `INDEX_VERSION`: another version of this program made it.
 * - `INDEX_OPTIONS`: it was made with other options than it is opened with.
 * - `INDEX_TRUNCATED`, `INDEX_CORRUPT`: bytes are missing or damaged.
 * - `INDEX_MEMORY`: the memory budget is too small.
 * - `INDEX_DUPLICATE_ID`: two documents have the same id.
 * - `INDEX_CLOSED`: it was closed.
 * - `INDEX_STATE`: a callback gave more or less than it was asked for.
 */
export type DuplicateIndexErrorCode =
  | 'INDEX_FILE'
  | 'INDEX_FOREIGN'
  | 'INDEX_VERSION'
  | 'INDEX_OPTIONS'
  | 'INDEX_TRUNCATED'
  | 'INDEX_CORRUPT'
  | 'INDEX_MEMORY'
  | 'INDEX_DUPLICATE_ID'
  | 'INDEX_CLOSED'
  | 'INDEX_STATE'

/** An index cannot be opened or used. The message names the file and says what to do. */
export class DuplicateIndexError extends Error {
  override name = 'DuplicateIndexError'
  readonly code: DuplicateIndexErrorCode

  constructor(code: DuplicateIndexErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** `done` of `total` bands searched, candidate pairs looked at, or duplicates compared with the document that is kept. */
export type DuplicateProgress = { phase: 'bands' | 'pairs' | 'duplicates'; done: number; total: number }

export type FindDuplicatesOptions = {
  /** Jaccard similarity from which on documents are duplicates; chooses the bands, and is what `readDocuments` verifies. 0.7 by default. */
  threshold?: number
  /** Instead of the bands that `chooseBands` gives for the threshold. */
  bands?: MinHashBands
  /**
   * A number for each id, by ascending id: of each cluster the document with the smallest is kept. Equal ones are decided by the
   * documents' bytes, so that it does not matter which ids they have. Without it the smallest id is kept.
   */
  rank?: (ids: Uint32Array) => Float64Array
  /**
   * Reads documents again, in the order of the ids. If given, candidates are united only if their exact similarity reaches the
   * threshold, and `exactJaccard` is filled in. At most 1,024 ids at once, and a document may be asked for more than once.
   */
  readDocuments?: (ids: Uint32Array) => DocumentBatch | Promise<DocumentBatch>
  onProgress?: (progress: DuplicateProgress) => void
  signal?: AbortSignal
}

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

/** In `DuplicateReport.duplicateOf`. */
export const notDuplicate = 0xffff_ffff

/** Documents in one request to `readDocuments`: their sets of shingles are in memory at once. */
const verifiedDocuments = 1024

/** The near-duplicates of a growing set of documents. Not for two programs at once. */
export type DuplicateIndex = {
  readonly bandsFor: (threshold: number) => MinHashBands
  /** Documents that were in the folder when it was opened, and those added since. */
  readonly documentCount: number
  /**
   * Computes and stores the signatures of documents with the ids `firstId`, `firstId + 1`, … below 2^32 - 1. Several calls run at
   * once, each on a thread of Node's pool. A call that fails or is aborted adds nothing.
   */
  add(batch: DocumentBatch, firstId: number, options?: { signal?: AbortSignal }): Promise<void>
  /**
   * Clusters all documents of the index that were added before. The result depends neither on the order in which they were added
   * nor on how they were spread over calls and openings.
   */
  findDuplicates(options?: FindDuplicatesOptions): Promise<DuplicateReport>
  /** Writes what is in memory only. Waits for calls under way; the index cannot be used afterwards. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the index of signatures in `folder`, or begins a new one: a file `signatures.minhash` of about 4 bytes for each permutation
 * of each document, and temporary files (`.spill`) during a search.
 *
 * @param settings.memoryBytes bounds the memory for sorting and for reading the file, 16 MiB or more. About 100 bytes for each
 *   document come on top during a search, its result included, and the shingles of up to 1,024 documents while it verifies.
 * @throws DuplicateIndexError, or TypeError or RangeError that names the argument.
 */
export async function openDuplicateIndex(settings: {
  folder: string
  options?: MinHashOptions
  memoryBytes: number
}): Promise<DuplicateIndex> {
  const options = settings.options ?? {}
  const native = getAddon<Addon>().createDuplicateIndex(settings.folder, ...toTokenArguments(options), settings.memoryBytes)
  let documentCount = await run(native.startOpen())
  const pending = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** Keeps `close` and `findDuplicates` waiting for the call. */
  async function track<Result>(work: Promise<Result>): Promise<Result> {
    pending.add(work)
    try {
      return await work
    } finally {
      pending.delete(work)
    }
  }

  function refuseClosed(): void {
    if (closing !== undefined) throw new DuplicateIndexError('INDEX_CLOSED', 'The index is closed.')
  }

  function bandsFor(threshold: number): MinHashBands {
    return chooseBands({ threshold, permutations: options.permutations ?? 256 })
  }

  async function add(batch: DocumentBatch, firstId: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted()
    refuseClosed()
    refuseResizable(batch.bytes)
    await track(run(native.startAdd(batch.bytes, batch.offsets, firstId), signal))
    documentCount += batch.offsets.length - 1
  }

  async function findDuplicates(search: FindDuplicatesOptions = {}): Promise<DuplicateReport> {
    search.signal?.throwIfAborted()
    refuseClosed()
    const bands = search.bands ?? bandsFor(search.threshold ?? defaultThreshold)
    const running = native.createSearch(bands.bands, bands.rows, search.readDocuments !== undefined)
    const before = [...pending]
    return track(Promise.allSettled(before).then(() => searchIndex(running, bands.bands, search, options)))
  }

  async function close(): Promise<void> {
    closing ??= Promise.allSettled([...pending]).then(() => run(native.startClose()))
    return closing
  }

  return {
    bandsFor,
    get documentCount() {
      return documentCount
    },
    add,
    findDuplicates,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const defaultThreshold = 0.7

/** What `addon/duplicate-index-object.cpp` exports. */
type Addon = {
  createDuplicateIndex(
    folder: string,
    ...rest: [...options: ReturnType<typeof toTokenArguments>, memoryBytes: number]
  ): NativeIndex
}

type NativeIndex = {
  startOpen(): StartedCall<number>
  startAdd(bytes: Uint8Array, offsets: DocumentBatch['offsets'], firstId: number): StartedCall<undefined>
  startClose(): StartedCall<undefined>
  createSearch(bands: number, rows: number, verifies: boolean): NativeSearch
}

type NativeSearch = {
  startBegin(): StartedCall<undefined>
  startBand(band: number): StartedCall<undefined>
  startPreparePairs(): StartedCall<number>
  startReadCandidates(maxDocuments: number): StartedCall<{ ids: Uint32Array; done: number }>
  startVerify(bytes: Uint8Array, offsets: DocumentBatch['offsets'], threshold: number): StartedCall<undefined>
  startIds(): StartedCall<Uint32Array>
  startFinish(ranks: Float64Array | undefined): StartedCall<NativeReport>
  startEnd(): StartedCall<undefined>
}

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

async function searchIndex(
  running: NativeSearch,
  bandCount: number,
  search: FindDuplicatesOptions,
  options: MinHashOptions,
): Promise<DuplicateReport> {
  const { signal } = search
  try {
    await run(running.startBegin(), signal)
    for (let band = 0; band < bandCount; band++) {
      await run(running.startBand(band), signal)
      search.onProgress?.({ phase: 'bands', done: band + 1, total: bandCount })
    }
    if (search.readDocuments !== undefined) await verifyPairs(running, search, search.readDocuments)
    const ranks = search.rank === undefined ? undefined : search.rank(await run(running.startIds(), signal))
    const report = await run(running.startFinish(ranks), signal)
    if (search.readDocuments !== undefined) await fillExact(report, search, search.readDocuments, options)
    return {
      ids: report.ids,
      clusters: report.clusters,
      duplicateOf: report.duplicateOf,
      estimatedJaccard: report.estimated,
      exactJaccard: report.exact,
    }
  } finally {
    await run(running.startEnd())
  }
}

type ReadDocuments = NonNullable<FindDuplicatesOptions['readDocuments']>

async function verifyPairs(running: NativeSearch, search: FindDuplicatesOptions, readDocuments: ReadDocuments): Promise<void> {
  const { signal } = search
  const total = await run(running.startPreparePairs(), signal)
  for (;;) {
    const { ids, done } = await run(running.startReadCandidates(verifiedDocuments), signal)
    if (ids.length === 0) return
    const batch = await readBatch(ids, readDocuments, signal)
    await run(running.startVerify(batch.bytes, batch.offsets, search.threshold ?? defaultThreshold), signal)
    search.onProgress?.({ phase: 'pairs', done, total })
  }
}

/** Compares each duplicate with the document that is kept, which verification need not have done: clusters are chains. */
async function fillExact(
  report: NativeReport,
  search: FindDuplicatesOptions,
  readDocuments: ReadDocuments,
  options: MinHashOptions,
): Promise<void> {
  const { signal } = search
  const total = report.duplicates.length
  for (let next = 0; next < total; ) {
    const places: number[] = []
    const placeInBatch = new Map<number, number>()
    for (; next < total && placeInBatch.size + 2 <= verifiedDocuments; next++) {
      const duplicate = report.duplicates[next] ?? 0
      if (!Number.isNaN(report.exact[duplicate])) continue
      const original = report.originals[next] ?? 0
      for (const place of [duplicate, original]) {
        if (!placeInBatch.has(place)) placeInBatch.set(place, placeInBatch.size)
        places.push(place)
      }
    }
    if (places.length > 0) {
      const ids = Uint32Array.from(placeInBatch.keys(), (place) => report.ids[place] ?? 0)
      const pairs = Uint32Array.from(places, (place) => placeInBatch.get(place) ?? 0)
      const batch = await readBatch(ids, readDocuments, signal)
      const { tokens, shingleLength } = options
      const jaccards = await computeJaccards(batch, pairs, {
        ...(tokens === undefined ? {} : { tokens }),
        ...(shingleLength === undefined ? {} : { shingleLength }),
        ...(signal === undefined ? {} : { signal }),
      })
      for (const [pair, jaccard] of jaccards.entries()) report.exact[places[pair * 2] ?? 0] = jaccard
    }
    search.onProgress?.({ phase: 'duplicates', done: next, total })
  }
}

async function readBatch(
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

/** Waits for a call of the addon, whose errors carry the code alone. */
async function run<Result>(call: StartedCall<Result>, signal?: AbortSignal): Promise<Result> {
  // An abort between two calls of a search has no listener.
  if (signal?.aborted) call.cancel()
  try {
    return await settle(call, signal)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('INDEX_')) throw error
    throw new DuplicateIndexError(error.code as DuplicateIndexErrorCode, error.message, { cause: error })
  }
}
