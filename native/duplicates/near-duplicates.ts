import { type StartedCall, settle } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/** What signatures depend on besides the text; two can be compared only if all of it is the same. */
export type MinHashOptions = {
  /**
   * - `words` (default): the words of every script after the word boundaries of Unicode (UAX #29), each ideograph and each letter of
   *   a script without spaces by itself, and each mark of punctuation by itself. Blind to white space, line ends and format
   *   characters, not to case. docs/decisions/0014-near-duplicate-words.md has the details.
   * - `bigcode`: `re.split("[^A-Za-z_0-9]", text)`, as BigCode de-duplicated The Stack v1.
   * - `bigcode-v2`: `re.split(r"\W", text.lower())` in Unicode, as for The Stack v2. Deviations: each character is lower-cased by
   *   itself, so a final capital sigma becomes σ, and U+0130 becomes "i" without its combining dot.
   *
   * The last two keep the empty tokens between neighbouring separators, as Python does. Invalid UTF-8 is read as U+FFFD, a separator
   * to them, and a mark to `words`.
   */
  tokens?: 'words' | 'bigcode' | 'bigcode-v2'
  /**
   * Tokens in a shingle, 1 to 64; 5 by default. A document with fewer words (tokens with a letter, digit or underscore in them) has
   * one shingle, the hash of its bytes: whatever the tokens, it duplicates only documents with the same bytes.
   */
  shingleLength?: number
  /** Numbers in a signature, 1 to 4096; 256 by default. */
  permutations?: number
  /** Chooses the permutations, 0 to 2^32 - 1; 1 by default. */
  seed?: number
}

export const defaultPermutations = 256

type TokenArguments = [tokens: string, shingleLength: number, permutations: number, seed: number]

/** What `addon/near-duplicates.cpp` exports. */
type Addon = {
  minHashKernel: string
  startSignatures(bytes: Uint8Array, offsets: DocumentBatch['offsets'], ...options: TokenArguments): StartedCall<Uint32Array>
  startJaccards(
    bytes: Uint8Array,
    offsets: DocumentBatch['offsets'],
    pairs: Uint32Array,
    ...options: TokenArguments
  ): StartedCall<Float64Array>
  startContentHashes(bytes: Uint8Array, offsets: DocumentBatch['offsets'], ignoresSpacing: boolean): StartedCall<Uint8Array>
  startExactDuplicates(hashes: Uint8Array, ranks: Float64Array | undefined): StartedCall<Uint32Array>
}

/**
 * Computes the MinHash signature of every document of a batch, on one thread of Node's pool.
 *
 * @returns `permutations` numbers for each document, row after row. The share of equal numbers in two rows estimates the Jaccard
 *   similarity J of the two documents' sets of shingles, with a standard error of sqrt(J (1 - J) / permutations).
 * @throws TypeError or RangeError that names the argument, or the signal's reason; a call that is aborted stops before the next
 *   document.
 */
export async function computeSignatures(
  batch: DocumentBatch,
  options: MinHashOptions & { signal?: AbortSignal } = {},
): Promise<Uint32Array> {
  options.signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  const call = getAddon<Addon>().startSignatures(batch.bytes, batch.offsets, ...toTokenArguments(options))
  return settle(call, options.signal)
}

/** The share of equal numbers in two signatures. */
export function estimateJaccard(first: Uint32Array, second: Uint32Array): number {
  if (first.length !== second.length || first.length === 0) {
    throw new RangeError(`The signatures have ${first.length} and ${second.length} numbers; they need as many, and one at least.`)
  }
  let equalCount = 0
  for (let index = 0; index < first.length; index++) if (first[index] === second[index]) equalCount++
  return equalCount / first.length
}

/**
 * The exact Jaccard similarities of pairs of documents of a batch: the size of the intersection of their sets of shingle hashes (64
 * bits) over the size of the union.
 *
 * @param pairs two places in the batch for each result.
 * @throws as `computeSignatures`.
 */
export async function computeJaccards(
  batch: DocumentBatch,
  pairs: Uint32Array,
  options: Pick<MinHashOptions, 'tokens' | 'shingleLength'> & { signal?: AbortSignal } = {},
): Promise<Float64Array> {
  options.signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  const call = getAddon<Addon>().startJaccards(batch.bytes, batch.offsets, pairs, ...toTokenArguments(options))
  return settle(call, options.signal)
}

/**
 * A 128-bit hash of every document of a batch: MurmurHash3_x64_128 with seed 0, 16 bytes each. It is not made to withstand
 * someone who wants two documents to have the same.
 *
 * @param options.ignoreSpacing hashes the text with each run of ASCII white space as one space, and none at either end.
 * @throws as `computeSignatures`.
 */
export async function hashContents(
  batch: DocumentBatch,
  options: { ignoreSpacing?: boolean; signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  options.signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  return settle(getAddon<Addon>().startContentHashes(batch.bytes, batch.offsets, options.ignoreSpacing ?? false), options.signal)
}

/**
 * Finds the documents with equal hashes.
 *
 * @param hashes 16 bytes for each document, of `hashContents` or any other 128-bit hash. Copied by the call.
 * @param options.ranks a number for each document; the one with the smallest is kept, of equal ones the first. Copied by the call.
 * @returns for each place the place of the document that is kept in its stead, its own place for those that are kept.
 * @throws TypeError or RangeError that names the argument, or the signal's reason.
 */
export async function findExactDuplicates(
  hashes: Uint8Array,
  options: { ranks?: Float64Array; signal?: AbortSignal } = {},
): Promise<Uint32Array> {
  options.signal?.throwIfAborted()
  return settle(getAddon<Addon>().startExactDuplicates(hashes, options.ranks), options.signal)
}

/** The instruction set that signatures are computed with on this processor: `scalar`, `avx2`, `avx512` or `neon`. */
export function getMinHashKernel(): string {
  return getAddon<Addon>().minHashKernel
}

/** The arguments of the addon's functions, in their order. */
export function toTokenArguments(options: MinHashOptions): TokenArguments {
  return [options.tokens ?? 'words', options.shingleLength ?? 5, options.permutations ?? defaultPermutations, options.seed ?? 1]
}
