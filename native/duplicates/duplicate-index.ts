import type { StartedCall } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'
import { DuplicateIndexError, runIndexCall } from './duplicate-index-error.ts'
import { type FindMatchesOptions, type MatchReport, matchBatch, type NativeMatch, toMatchArguments } from './duplicate-match.ts'
import {
  type DuplicateReport,
  defaultThreshold,
  type FindDuplicatesOptions,
  type FindPairsOptions,
  type NativeSearch,
  searchIndex,
  searchPairs,
  toVerificationArguments,
} from './duplicate-search.ts'
import { chooseBands, chooseRecallBands, type MinHashBands } from './minhash-bands.ts'
import { defaultPermutations, type MinHashOptions, toTokenArguments } from './near-duplicates.ts'

/** Signatures that were computed before. */
export type SignatureRows = { fingerprints: BigUint64Array; signatures: Uint32Array }

/** The near-duplicates of a growing set of documents. Not for two programs at once. */
export type DuplicateIndex = {
  /** Documents that were in the folder when it was opened, and those added since. */
  readonly documentCount: number
  /**
   * Computes and stores the signatures of documents with the ids `firstId`, `firstId + 1`, … below 2^32 - 1. Several calls run at
   * once, each on a thread of Node's pool. A call that fails or is aborted adds nothing: the file stays as it was, the ids are free,
   * and the index can be used, even where the disk was full.
   *
   * @throws DuplicateIndexError `INDEX_DUPLICATE_ID` for an id that is in the index or in a call under way, RangeError for an id
   *   outside 32 bits; both name it.
   */
  add(batch: DocumentBatch, firstId: number, options?: { signal?: AbortSignal }): Promise<void>
  /**
   * Stores signatures that `computeSignatures` computed with the options of this index, on any machine.
   *
   * @param rows for each document a fingerprint, the first eight bytes of `hashContents` as a little-endian number, and the numbers of its
   *   signature. Copied by the call.
   * @throws as `add`, and DuplicateIndexError `INDEX_STATE` if there are more or fewer numbers than documents need.
   */
  addSignatures(rows: SignatureRows, firstId: number): Promise<void>
  /**
   * Clusters all documents of the index that were added before. The result depends neither on the order in which they were added
   * nor on how they were spread over calls and openings.
   */
  findDuplicates(options?: FindDuplicatesOptions): Promise<DuplicateReport>
  /** Gives the pairs alone, which takes less than `findDuplicates` with `onPairs`. */
  findPairs(options: FindPairsOptions): Promise<void>
  /**
   * Finds the documents of the index that a batch duplicates, without adding it: those that agree with one in a band. The estimate, or
   * the exact similarity with `readDocuments`, must reach the threshold. Reads the index once, whatever the size of the batch.
   */
  findMatches(batch: DocumentBatch, options?: FindMatchesOptions): Promise<MatchReport>
  /**
   * Writes what is in memory only. Waits for calls under way; the index cannot be used afterwards. If it fails, for instance because
   * the disk is full, nothing is lost yet: it can be called again.
   */
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
  let documentCount = await runIndexCall(native.startOpen())
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

  async function add(batch: DocumentBatch, firstId: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted()
    refuseClosed()
    refuseResizable(batch.bytes)
    await track(runIndexCall(native.startAdd(batch.bytes, batch.offsets, firstId), signal))
    documentCount += batch.offsets.length - 1
  }

  async function addSignatures({ fingerprints, signatures }: SignatureRows, firstId: number): Promise<void> {
    refuseClosed()
    await track(runIndexCall(native.startAddSignatures(fingerprints, signatures, firstId)))
    documentCount += fingerprints.length
  }

  function bandsOf(search: Pick<FindMatchesOptions, 'bands' | 'threshold' | 'readDocuments'>): MinHashBands {
    const { bands, threshold = defaultThreshold, readDocuments } = search
    const choose = readDocuments === undefined ? chooseBands : chooseRecallBands
    return bands ?? choose({ threshold, permutations: options.permutations ?? defaultPermutations })
  }

  async function findDuplicates(search: FindDuplicatesOptions = {}): Promise<DuplicateReport> {
    search.signal?.throwIfAborted()
    refuseClosed()
    const bands = bandsOf(search)
    const running = native.createSearch(bands.bands, bands.rows, ...toVerificationArguments(search))
    const before = [...pending]
    return track(Promise.allSettled(before).then(() => searchIndex(running, bands.bands, search, options)))
  }

  async function findPairs(search: FindPairsOptions): Promise<void> {
    search.signal?.throwIfAborted()
    refuseClosed()
    const bands = bandsOf(search)
    const running = native.createSearch(bands.bands, bands.rows, ...toVerificationArguments(search))
    const before = [...pending]
    return track(Promise.allSettled(before).then(() => searchPairs(running, bands.bands, search)))
  }

  async function findMatches(batch: DocumentBatch, match: FindMatchesOptions = {}): Promise<MatchReport> {
    match.signal?.throwIfAborted()
    refuseClosed()
    refuseResizable(batch.bytes)
    const running = native.createMatch(...toMatchArguments(bandsOf(match), match))
    const before = [...pending]
    return track(Promise.allSettled(before).then(() => matchBatch(running, batch, match, options)))
  }

  async function close(): Promise<void> {
    closing ??= Promise.allSettled([...pending]).then(() => runIndexCall(native.startClose()))
    try {
      await closing
    } catch (error) {
      closing = undefined
      throw error
    }
  }

  return {
    get documentCount() {
      return documentCount
    },
    add,
    addSignatures,
    findDuplicates,
    findPairs,
    findMatches,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What `addon/index-object.cpp` exports. */
type Addon = {
  createDuplicateIndex(
    folder: string,
    ...rest: [...options: ReturnType<typeof toTokenArguments>, memoryBytes: number]
  ): NativeIndex
}

type NativeIndex = {
  startOpen(): StartedCall<number>
  startAdd(bytes: Uint8Array, offsets: DocumentBatch['offsets'], firstId: number): StartedCall<undefined>
  startAddSignatures(fingerprints: BigUint64Array, signatures: Uint32Array, firstId: number): StartedCall<undefined>
  startClose(): StartedCall<undefined>
  createSearch(bands: number, rows: number, ...verification: ReturnType<typeof toVerificationArguments>): NativeSearch
  createMatch(...match: ReturnType<typeof toMatchArguments>): NativeMatch
}
