import { type StartedCall, settle, toKernelError } from '../base/addon-call.ts'

/**
 * Why an index cannot be used:
 *
 * - `INDEX_FILE`: the system refuses a file; the message has its reason.
 * - `INDEX_FOREIGN`: `signatures.minhash` is something else.
 * - `INDEX_VERSION`: another version of this program made it.
 * - `INDEX_OPTIONS`: it was made with other options than it is opened with.
 * - `INDEX_TRUNCATED`, `INDEX_CORRUPT`: bytes are missing or damaged.
 * - `INDEX_MEMORY`: the memory budget is too small.
 * - `INDEX_DUPLICATE_ID`: the index has a document with the id already.
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

/** Waits for a call of the addon, whose errors carry the code alone. */
export async function runIndexCall<Result>(call: StartedCall<Result>, signal?: AbortSignal): Promise<Result> {
  try {
    return await settle(call, signal)
  } catch (error) {
    throw toKernelError(error, 'INDEX_', DuplicateIndexError)
  }
}
