import { type StartedCall, settle } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/**
 * The numbers of one row of `measureCode`, in their order; the names are those of the signals.
 *
 * The definitions are language-agnostic: where a pipeline first removes comments or parses, the whole text is looked at here.
 * There is no comment share, because what a comment is depends on the language. Every share is of 0 to 1 unless it says otherwise,
 * and 0 where there is nothing to take a share of. Words are maximal runs of `\p{L}` and `\p{N}`; two are equal if they are the
 * same after A to Z are lower-cased. White space is `\p{White_Space}`.
 *
 * Sources: Gopher is Rae et al. 2021, section A.1; RedPajama is RedPajama-Data-v2; OpenCoder is Huang et al. 2024 with
 * opc_data_filtering; StarCoder2 is Lozhkov et al. 2024, section 2.1; BigCode is bigcode-dataset.
 */
export const codeMeasureColumns = [
  /** Characters of the document (OpenCoder: at least 50). */
  'character_count',
  /** White space, as a share of all characters (OpenCoder: at most 0.5). */
  'whitespace_fraction',
  /** U+FFFD, written or in place of invalid UTF-8, as a share of all characters (OpenCoder: at most 0.01). */
  'replacement_fraction',
  /** The digits 0 to 9, as a share of the characters that are not white space (OpenCoder: at most 0.2, 0.3 for SQL). */
  'digit_fraction',
  /** Length of the longest run of the digits 0 to 9. */
  'longest_digit_run',
  /** Nearest-rank percentile of the line lengths: the smallest length that at least 10 % of the lines do not exceed. */
  'line_length_p10',
  /** The same for 50 %, the lower median. */
  'line_length_p50',
  /** The same for 90 %. */
  'line_length_p90',
  /** The same for 99 %. */
  'line_length_p99',
  /** Lines of nothing but white space, as a share of all lines. */
  'blank_line_fraction',
  /**
   * Lines that occur more than once, all occurrences counted, as a share of the lines that are not blank. The bytes of the
   * lines are compared, without white space at both ends; lines of one character and `},` are never repeated (OpenCoder: at most 0.7, with all white space
   * removed).
   */
  'duplicate_line_fraction',
  /** The same in characters, without white space at both ends of the lines (Gopher: at most 0.2). */
  'duplicate_line_character_fraction',
  /** Lines with the word "todo" or "fixme" or with the words "your code here", parted by white space alone, as a share of all lines (OpenCoder: at most 0.01, in comments). */
  'todo_line_fraction',
  /** Lines that contain "assert" in any case, as a share of the lines that are not blank (OpenCoder: at most 0.4). */
  'assert_line_fraction',
  /** Number of words (OpenCoder: at least 30). */
  'word_count',
  /** Mean characters of a word (OpenCoder: 2 to 10). */
  'mean_word_length',
  /** Different words, as a share of all words (OpenCoder). */
  'unique_word_fraction',
  /**
   * Characters of the most frequent pair of neighbouring words, times its occurrences, as a share of the characters of all words; 0 if
   * no pair occurs twice. Occurrences that overlap count each, as in RedPajama, so it can pass 1 (Gopher, OpenCoder: at most 0.20).
   */
  'top_2gram_fraction',
  /** The same for three words (at most 0.18). */
  'top_3gram_fraction',
  /** The same for four words (at most 0.16). */
  'top_4gram_fraction',
  /**
   * Characters of the words that lie in any sequence of five words that occurs at least twice, each word counted once, as a share of
   * the characters of all words (Gopher, RedPajama; OpenCoder: at most 0.80).
   */
  'duplicate_5gram_fraction',
  /** The same for six words (at most 0.70). */
  'duplicate_6gram_fraction',
  /** The same for seven words (at most 0.70). */
  'duplicate_7gram_fraction',
  /** The same for eight words (at most 0.70). */
  'duplicate_8gram_fraction',
  /** The same for nine words (at most 0.70). */
  'duplicate_9gram_fraction',
  /** The same for ten words (at most 0.60). */
  'duplicate_10gram_fraction',
  /** Characters in matches of `[a-zA-Z0-9+/\n=]{64,}`, as a share of all characters (StarCoder2). */
  'base64_fraction',
  /** Length of the longest such match. */
  'longest_base64_run',
  /**
   * Characters in matches of `(?:\b(?:0x|\\x)?[0-9a-fA-F]{2}(?:,|\b\s*)){8,}`, as a share of all characters (StarCoder2). Here `\b` lies
   * between `[\p{L}\p{N}_]` and anything else, and `\s` is ASCII white space.
   */
  'hex_fraction',
  /** Length of the longest such match. */
  'longest_hex_run',
  /** Characters in matches of `(?:\\u[0-9a-fA-F]{4}){8,}`, as a share of all characters (StarCoder2). */
  'unicode_escape_fraction',
  /** Length of the longest such match. */
  'longest_unicode_escape_run',
  /** The sum of the three shares; it can pass 1, because the expressions overlap (StarCoder2, OpenCoder: at most 0.5). */
  'encoded_fraction',
  /** The longest of the three longest matches (StarCoder2, OpenCoder: at most 1024). */
  'longest_encoded_run',
  /** Characters in matches of `\b0[xX][0-9a-fA-F]+\b`, as a share of all characters (OpenCoder: at most 0.4). */
  'hex_word_fraction',
  /**
   * Characters between quotes, as a share of all characters (OpenCoder: at most 0.6). A string reaches from a double quote, backtick or
   * single quote to the next same one in its line; a backslash takes the next character with it. A quote without a partner begins none,
   * nor do apostrophes, digit separators and lifetimes; native/text/statistics/strings.h says how single quotes are told apart.
   */
  'string_fraction',
  /** Lines with such a string of more than 20 words, as a share of all lines (OpenCoder: at most 0.2). */
  'long_string_line_fraction',
  /**
   * Characters of the pieces of such strings between white space that have more than 20 characters and hold no http or https address,
   * as a share of all characters (OpenCoder: at most 0.4).
   */
  'long_string_word_fraction',
  /**
   * 1 if one of the first 5 lines contains "auto-generated", "autogenerated", "automatically generated", "generated automatically" or
   * "this file is generated" in any case, otherwise 0 (StarCoder2).
   */
  'generated_phrase',
  /** 1 if the first 200 characters contain "generate", "autogen" or "do not edit" in any case, otherwise 0 (OpenCoder). */
  'generated_hint',
  /** 1 if the first 100 characters contain `<?xml version=`, otherwise 0 (BigCode). */
  'xml_header',
  /**
   * Estimated size after compression as a share of the size in bytes: near 0 for repetition, 1 for what does not compress. It is the
   * cost of a greedy Lempel-Ziv parse, several times as fast as zlib's fastest level and in close order with it for documents of every
   * size from 200 bytes on; native/text/statistics/compression.h states the parse.
   */
  'compressed_fraction',
] as const

export type CodeMeasureColumn = (typeof codeMeasureColumns)[number]

/**
 * Measures what public code pipelines filter by, besides the columns of `measureText`, for every document of a batch, on one thread
 * of Node's pool. Characters and lines are those of `measureText`. A document takes about six times its size in memory.
 *
 * @returns `codeMeasureColumns.length` numbers for each document, row after row; all are 0 for an empty document.
 * @throws TypeError or RangeError that names the argument, or the document of 4 GiB or more; an Error if memory runs out; or the
 *   signal's reason: a call that is aborted stops before the next document, and no longer reads the bytes when it rejects.
 */
export async function measureCode(batch: DocumentBatch, options: { signal?: AbortSignal } = {}): Promise<Float64Array> {
  const { signal } = options
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  return settle(getCodeAddon().startMeasureCode(batch.bytes, batch.offsets), signal)
}

/** The instruction set that `measureCode` uses on this processor: `scalar`, `sse4.2`, `avx2` or `neon`. */
export function getMeasureCodeKernel(): string {
  return getCodeAddon().measureCodeKernel
}

type CodeAddon = {
  measureCodeKernel: string
  startMeasureCode(bytes: Uint8Array, offsets: Uint32Array | Float64Array): StartedCall<Float64Array>
}

function getCodeAddon(): CodeAddon {
  return getAddon<CodeAddon>()
}
