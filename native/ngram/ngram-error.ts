import { type StartedCall, settle, toKernelError } from '../base/addon-call.ts'

/**
 * What is wrong:
 *
 * - `NGRAM_OPTION`: options that make no model, or a call that this model cannot serve.
 * - `NGRAM_MEMORY`: `memoryBytes` is too small, or the system has no more memory.
 * - `NGRAM_FILE`: the system refuses to open, read or write a file; the message says which and why.
 * - `NGRAM_FORMAT`: the file is no model of this program, or it is truncated or damaged.
 * - `NGRAM_VERSION`: the model was written by another version of the format or the tokeniser, or on another kind of processor.
 * - `NGRAM_ARPA`: a line of an ARPA file is wrong; the message has its number.
 * - `NGRAM_EMPTY`: there is nothing to train on.
 * - `NGRAM_CLOSED`: the model was closed.
 */
export type NgramModelErrorCode =
  | 'NGRAM_OPTION'
  | 'NGRAM_MEMORY'
  | 'NGRAM_FILE'
  | 'NGRAM_FORMAT'
  | 'NGRAM_VERSION'
  | 'NGRAM_ARPA'
  | 'NGRAM_EMPTY'
  | 'NGRAM_CLOSED'

/** An n-gram model that cannot be trained, read or used. */
export class NgramModelError extends Error {
  override name = 'NgramModelError'
  readonly code: NgramModelErrorCode

  constructor(code: NgramModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A call of the addon under way that tells how far it is. */
export type StartedNgramCall<Result> = StartedCall<Result> & {
  /** The stage and the share of it that is done, from 0 to 1. */
  readProgress(): [stage: string, fraction: number] | undefined
}

const progressIntervalMs = 100

/** Calls the addon; its errors carry the code alone. */
export function callNgramAddon<Result>(call: () => Result): Result {
  try {
    return call()
  } catch (error) {
    throw toKernelError(error, 'NGRAM_', NgramModelError)
  }
}

/** Waits for a call of the addon, and hands its progress on meanwhile. */
export async function settleNgramCall<Result>(
  call: StartedNgramCall<Result>,
  options: { signal?: AbortSignal | undefined; onProgress?: ((stage: string, fraction: number) => void) | undefined } = {},
): Promise<Result> {
  const { signal, onProgress } = options
  const timer = onProgress === undefined ? undefined : setInterval(reportProgress, progressIntervalMs)

  function reportProgress(): void {
    const progress = call.readProgress()
    if (progress !== undefined) onProgress?.(...progress)
  }

  try {
    return await settle(call, signal)
  } catch (error) {
    throw toKernelError(error, 'NGRAM_', NgramModelError)
  } finally {
    clearInterval(timer)
  }
}
