import { type StartedCall, settle } from '../base/addon-call.ts'
import { type DocumentBatch, refuseResizable } from '../base/document-batch.ts'
import { getAddon } from '../base/load-addon.ts'

/** The numbers of one row of `measureText`, in their order; the names are those of the signals. */
export const textMeasureColumns = [
  'size_bytes',
  'line_count',
  'mean_line_length',
  'max_line_length',
  'alphabetic_fraction',
  'alphanumeric_fraction',
] as const

export type TextMeasureColumn = (typeof textMeasureColumns)[number]

/**
 * Measures the lines and characters of every document of a batch, on one thread of Node's pool.
 *
 * - A character is a Unicode scalar value; each maximal invalid part of the UTF-8 counts as one U+FFFD, as `TextDecoder` replaces it.
 * - A line ends at `\n`; a `\r` right before it does not belong to the line. Text after the last `\n` is a line if it is not
 *   empty. Line lengths are in characters.
 * - Alphabetic is `\p{L}`, alphanumeric `\p{L}` or `\p{N}`, as a fraction (0 to 1) of all characters, line ends included.
 * - An empty document has 0 in every column.
 *
 * @returns `textMeasureColumns.length` numbers for each document, row after row.
 * @throws TypeError or RangeError that names the argument, or the signal's reason: a call that is aborted stops before the next
 *   document, and no longer reads the bytes when it rejects.
 */
export async function measureText(batch: DocumentBatch, options: { signal?: AbortSignal } = {}): Promise<Float64Array> {
  const { signal } = options
  signal?.throwIfAborted()
  refuseResizable(batch.bytes)
  return settle(getTextAddon().startMeasureText(batch.bytes, batch.offsets), signal)
}

/** The instruction set that `measureText` uses on this processor: `scalar`, `sse4.2`, `avx2` or `neon`. */
export function getMeasureTextKernel(): string {
  return getTextAddon().measureTextKernel
}

/** It checks its arguments wherever a wrong one could touch memory. */
type TextAddon = {
  measureTextKernel: string
  startMeasureText(bytes: Uint8Array, offsets: Uint32Array | Float64Array): StartedCall<Float64Array>
}

function getTextAddon(): TextAddon {
  return getAddon<TextAddon>()
}
