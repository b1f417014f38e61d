import { AppError, type AppErrorCode, type AppErrorDetails, isAppError } from '#contracts/errors'
import { findSystemCode } from '../file-error.ts'

/** An error on its way from one thread to another, where its class and code would be lost. */
export type PackedFailure =
  | { type: 'expected'; code: AppErrorCode; message: string; details: unknown }
  /** `fields` are what Node says beside the message: `syscall`, and `path` where there is one. */
  | { type: 'system'; message: string; fields: Record<string, unknown> }
  | { type: 'bug'; message: string; stack: string | undefined }

export function packFailure(error: unknown): PackedFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (isAppError(error)) return { type: 'expected', code: error.code as AppErrorCode, message, details: error.data }
  if (!(error instanceof Error)) return { type: 'bug', message, stack: undefined }
  const { code, syscall, path, errno } = error as NodeJS.ErrnoException
  if (findSystemCode(error) !== undefined) return { type: 'system', message, fields: { code, syscall, path, errno } }
  return { type: 'bug', message, stack: error.stack }
}

/** A bug keeps the stack of the thread that it happened in. */
export function unpackFailure(failure: PackedFailure): Error {
  switch (failure.type) {
    case 'bug':
      return Object.assign(new Error(failure.message), failure.stack === undefined ? {} : { stack: failure.stack })
    case 'system': {
      // What is not there must not become a property: whoever looks for `path` asks whether the error has it.
      const fields = Object.entries(failure.fields).filter(([, value]) => value !== undefined)
      return Object.assign(new Error(failure.message), Object.fromEntries(fields))
    }
    case 'expected': {
      const { code, message, details } = failure
      return new AppError(code, message, details as AppErrorDetails<typeof code>)
    }
  }
}
