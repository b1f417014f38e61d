import { type StartedCall, settle } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/**
 * The numbers of one row of `measureDataJuicerRepetition`, in their order; the names are those of the signals.
 *
 * They are what the filters of py-data-juicer 1.6.1 that are named here compute without a tokenizer. Blanks, tabs and line feeds part a
 * text into pieces, and what its list of special characters has is cut off both ends of a piece: marks, digits, white space, emoji of one
 * code point and some thirty letters, but no control characters. Characters are code points.
 */
export const dataJuicerColumns = [
  /**
   * `char_rep_ratio` of `character_repetition_filter`: the occurrences of the most frequent n-grams of characters as a share of all
   * n-grams. As many count as the root of the number of different ones, rounded down, but none that occurs once.
   */
  'dj_character_repetition',
  /**
   * `word_rep_ratio` of `word_repetition_filter`: the share of n-grams of words that occur more than once. The words are in small
   * letters before anything is cut off.
   */
  'dj_word_repetition',
  /** `num_words` of `words_num_filter`: words in their own case. */
  'dj_word_count',
] as const

export type DataJuicerColumn = (typeof dataJuicerColumns)[number]

/**
 * Measures repetition as Data-Juicer does, for every document of a batch, on one thread of Node's pool. Invalid UTF-8 is replaced as
 * `TextDecoder` does it. A document takes up to 60 bytes of memory for each of its characters.
 *
 * One thing differs from Python: a capital sigma that ends a word and one that does not have the same small letter here.
 *
 * @param options.length how many characters, and how many words, make an n-gram; 1 to 100.
 * @returns `dataJuicerColumns.length` numbers for each document, row after row; shares are 0 where there is no n-gram.
 * @throws TypeError or RangeError that names the argument, or the document of more than 4,294,967,280 bytes; an Error if memory runs out;
 *   or the signal's reason: a call that is aborted stops before the next document, and no longer reads the bytes when it rejects.
 */
export async function measureDataJuicerRepetition(
  batch: DocumentBatch,
  options: { length: number; signal?: AbortSignal },
): Promise<Float64Array> {
  const { length, signal } = options
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  const addon = getAddon<DataJuicerAddon>()
  return settle(addon.startMeasureDataJuicerRepetition(batch.bytes, batch.offsets, length), signal)
}

/** It checks its arguments wherever a wrong one could touch memory. */
type DataJuicerAddon = {
  startMeasureDataJuicerRepetition(
    bytes: Uint8Array,
    offsets: Uint32Array | Float64Array,
    length: number,
  ): StartedCall<Float64Array>
}
