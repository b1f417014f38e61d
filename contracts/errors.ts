import { ORPCError } from '@orpc/client'
import { z } from 'zod'

/**
 * Every error that the product expects, with the shape of its details.
 *
 * A code is stable: the interface switches on it, tests assert it, and no code ever matches on a message. The message says what
 * was attempted, on what, why it failed and what to do; the details hold the same facts for a program.
 */
export const appErrorDetails = {
  /** A field of a request has a value that the contract refuses. */
  'input.invalid': z.object({ field: z.string(), reason: z.string() }),
  /** No project is open, and the call needs one. */
  'project.not-open': z.object({}),
  /** The folder holds no `project.sqlite`. */
  'project.not-found': z.object({ folder: z.string() }),
  /** Another process has the project open. `pid` is null when it has not come to say which. */
  'project.locked': z.object({ folder: z.string(), pid: z.number().int().nullable() }),
  /** `project.sqlite` is damaged or is not a project; it was not touched. */
  'project.corrupt': z.object({ file: z.string(), reason: z.string() }),
  /** The project was written by a newer version of the program. */
  'project.too-new': z.object({ file: z.string(), version: z.number().int(), supported: z.number().int() }),
  /** The query of the query bar cannot be read: what is wrong at which characters (UTF-16 units from 0 on). */
  'query.invalid': z.object({ offset: z.number().int(), length: z.number().int(), reason: z.string() }),
  'document.not-found': z.object({ documentId: z.number().int() }),
  'signal.not-found': z.object({ signal: z.string() }),
  /** Too large a share of a source's rows was rejected. */
  'import.too-many-rejected': z.object({ name: z.string(), failed: z.number(), share: z.number() }),
  'file.not-found': z.object({ file: z.string() }),
  /** The operating system refused: permissions, a folder where a file was expected, a full disk. */
  'file.failed': z.object({ file: z.string(), systemCode: z.string() }),
  /** The file is binary or not UTF-8, so it cannot be edited without damage. */
  'file.not-text': z.object({ file: z.string() }),
  'file.too-large': z.object({ file: z.string(), sizeBytes: z.number(), limitBytes: z.number() }),
  /**
   * The file is of another kind than what would be written over it: a database, a model, somebody's text. The message says what it is. The
   * same call with `replace` set to `confirmation` replaces it, as long as it is still that file.
   */
  'file.would-replace': z.object({ file: z.string(), confirmation: z.string() }),
  /** The file changed on disk since it was read; saving would lose that change. */
  'file.changed': z.object({ file: z.string() }),
  /** A recipe is not valid YAML or does not fit the schema. Lines and columns start at 1. */
  'recipe.invalid': z.object({ reason: z.string(), line: z.number().int(), column: z.number().int() }),
  /** A file, a table or a repository holds no rows that can be read, or not in a way that is known. */
  'import.unreadable': z.object({ file: z.string(), reason: z.string() }),
  /** It is none of the formats that can be imported. */
  'import.unknown-format': z.object({ file: z.string() }),
  'job.not-found': z.object({ jobId: z.number().int() }),
  /** The job cannot do this in its present state, or another job of its kind is running. */
  'job.conflict': z.object({ jobId: z.number().int().nullable(), reason: z.string() }),
  'model.not-found': z.object({ file: z.string() }),
  /** The file is not a GGUF, is truncated or is damaged. */
  'model.invalid-file': z.object({ file: z.string(), reason: z.string() }),
  'model.unsupported-architecture': z.object({ file: z.string(), architecture: z.string() }),
  'model.out-of-memory': z.object({ file: z.string(), requiredBytes: z.number(), availableBytes: z.number() }),
  'model.not-loaded': z.object({}),
  /** The model has no infill tokens. */
  'model.no-infill': z.object({ file: z.string() }),
  /** No question with given answers can be put to the model: its context has no room for one, or its vocabulary cannot tell the answers apart. */
  'model.cannot-answer': z.object({ file: z.string(), reason: z.string() }),
  /** The load was called off: another model was chosen meanwhile, or none. */
  'model.load-cancelled': z.object({ file: z.string() }),
  'model.load-failed': z.object({ file: z.string(), reason: z.string() }),
  /** The file is no n-gram model that can be used: another format, damaged, or a line of an ARPA file is wrong. */
  'ngram.invalid-model': z.object({ file: z.string(), reason: z.string() }),
  /** No n-gram models were made in the project yet. */
  'ngram.none': z.object({}),
  /** An n-gram model could not be trained: nothing to train on, not enough memory. */
  'ngram.training-failed': z.object({ reason: z.string() }),
  /** The inference process died or is being restarted; the call may be tried again. */
  'inference.restarting': z.object({ attempt: z.number().int() }),
  /** This host has no native dialogs; the interface shows its own path picker instead. */
  'host.no-dialogs': z.object({}),
  /** The other side of the boundary went away before it answered. */
  'connection.lost': z.object({}),
  /** A bug. The log holds the stack under the same reference. */
  internal: z.object({ reference: z.string() }),
} as const

export type AppErrorCode = keyof typeof appErrorDetails
export type AppErrorDetails<C extends AppErrorCode> = z.infer<(typeof appErrorDetails)[C]>

/** The same table in the form that contracts declare: `oc.errors(appErrorMap)`. */
export const appErrorMap = Object.fromEntries(Object.entries(appErrorDetails).map(([code, data]) => [code, { data }])) as {
  [C in AppErrorCode]: { data: (typeof appErrorDetails)[C] }
}

/**
 * An expected error: it crosses every process and transport with its code, message and details.
 *
 * Anything that is thrown and is neither an `AppError` nor a cancellation is a bug.
 */
export class AppError<C extends AppErrorCode = AppErrorCode> extends ORPCError<C, AppErrorDetails<C>> {
  constructor(code: C, message: string, details: AppErrorDetails<C>, options?: { cause?: unknown }) {
    super(code, { defined: true, message, data: details, status: 500, cause: options?.cause })
  }
}

/** Says whether a value, possibly from the other side of a boundary, is an expected error, and of which code if one is given. */
export function isAppError<C extends AppErrorCode = AppErrorCode>(
  error: unknown,
  code?: C,
): error is ORPCError<C, AppErrorDetails<C>> {
  if (!(error instanceof ORPCError) || !(error.code in appErrorDetails)) return false
  return code === undefined || error.code === code
}
