import { AppError, type AppErrorCode, type AppErrorDetails, isAppError } from '#contracts/errors'
import { findSystemCode } from '../../platform/file-error.ts'

/** An error on its way from one thread to another, where its class and code would be lost. */
export type PackedFailure =
  | { type: 'expected'; code: AppErrorCode; message: string; details: unknown }
  | { type: 'system'; code: string; message: string }
  | { type: 'bug'; message: string }

export function packFailure(error: unknown): PackedFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (isAppError(error)) return { type: 'expected', code: error.code as AppErrorCode, message, details: error.data }
  const code = findSystemCode(error)
  if (code !== undefined) return { type: 'system', code, message }
  return { type: 'bug', message: error instanceof Error ? (error.stack ?? message) : message }
}

export function unpackFailure(failure: PackedFailure): Error {
  if (failure.type === 'bug') return new Error(failure.message)
  if (failure.type === 'system') return Object.assign(new Error(failure.message), { code: failure.code, syscall: 'write' })
  const { code, message, details } = failure
  return new AppError(code, message, details as AppErrorDetails<typeof code>)
}
