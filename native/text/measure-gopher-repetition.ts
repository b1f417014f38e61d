import { type StartedCall, settle } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/**
 * The numbers of one row of `measureGopherRepetition`, in their order; the names are those of the signals.
 *
 * They are what datatrove 0.10.1 compares with the cut-offs that are named here (`GopherRepetitionFilter`, after Rae et al. 2021, table
 * A1): it drops what exceeds one. The columns of `measureCode` that are named alike but for `gopher_` follow RedPajama-Data-v2.
 *
 * Only the words differ: those of datatrove are its tokenizer's; here they are maximal runs of `\p{L}`, `\p{N}` and `_` and maximal runs
 * of all else that is not `\p{White_Space}`, in their case. With its English tokenizer (spaCy), on 900 source files of Python,
 * JavaScript, TypeScript and C++, 97 to 99 % of the verdicts are the same for the three most frequent sequences, and 89 to 93 % for
 * the repeated ones. Every share but those of the numbers of lines and paragraphs is of all
 * characters of the document.
 */
export const gopherRepetitionColumns = [
  /** Lines that came before, as a share of all lines, which runs of `\n` part; before a run at the start and after one at the end there is an empty one (0.30). */
  'gopher_duplicate_line_fraction',
  /** Their characters (0.20). */
  'gopher_duplicate_line_character_fraction',
  /** Paragraphs that came before, as a share of all paragraphs, which two `\n` or more part once white space at both ends of the document is gone (0.30). */
  'gopher_duplicate_paragraph_fraction',
  /** Their characters (0.20). */
  'gopher_duplicate_paragraph_character_fraction',
  /**
   * Characters of the most frequent pair of neighbouring words, with a blank between them, times its occurrences, even if there is
   * one (0.20). It can pass 1.
   */
  'gopher_top_2gram_fraction',
  /** The same for three words (0.18). */
  'gopher_top_3gram_fraction',
  /** The same for four words (0.16). */
  'gopher_top_4gram_fraction',
  /**
   * Characters of sequences of five words whose text, without blanks, came before: going through the words, a sequence that came before
   * is counted and passed over whole, another one is noted and its first word passed over (0.15).
   */
  'gopher_duplicate_5gram_fraction',
  /** The same for six words (0.14). */
  'gopher_duplicate_6gram_fraction',
  /** The same for seven words (0.13). */
  'gopher_duplicate_7gram_fraction',
  /** The same for eight words (0.12). */
  'gopher_duplicate_8gram_fraction',
  /** The same for nine words (0.11). */
  'gopher_duplicate_9gram_fraction',
  /** The same for ten words (0.10). */
  'gopher_duplicate_10gram_fraction',
] as const

export type GopherRepetitionColumn = (typeof gopherRepetitionColumns)[number]

/**
 * Measures repetition as datatrove does, for every document of a batch, on one thread of Node's pool. Invalid UTF-8 is replaced as
 * `TextDecoder` does it. A document takes about 40 bytes of memory for each of its words.
 *
 * @returns `gopherRepetitionColumns.length` numbers for each document, row after row; all are 0 for an empty document.
 * @throws TypeError or RangeError that names the argument, or the document of more than 1,431,655,760 bytes; an Error if memory runs
 *   out; or the signal's reason: a call that is aborted stops before the next document, and no longer reads the bytes when it rejects.
 */
export async function measureGopherRepetition(
  batch: DocumentBatch,
  options: { signal?: AbortSignal } = {},
): Promise<Float64Array> {
  const { signal } = options
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  const addon = getAddon<GopherAddon>()
  return settle(addon.startMeasureGopherRepetition(batch.bytes, batch.offsets), signal)
}

/** It checks its arguments wherever a wrong one could touch memory. */
type GopherAddon = {
  startMeasureGopherRepetition(bytes: Uint8Array, offsets: Uint32Array | Float64Array): StartedCall<Float64Array>
}
