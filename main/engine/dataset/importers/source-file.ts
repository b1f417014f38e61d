import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { systemPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'
import { readFlags } from '../../platform/regular-file.ts'
import { consideredBytes, findBinaryKind } from './binary-content.ts'

/** Why a file was passed over. */
export type FileSkip = 'binary' | 'utf-16' | 'large' | 'special'

export type SourceFile =
  | { status: 'text'; bytes: Buffer }
  | { status: 'skipped'; reason: FileSkip }
  | { status: 'failed'; reason: string }

/** Reads a file if it is not over the limit and, unless it is told to be text, looks like text. Blocks its thread. Never throws for what the file system says. */
export function readSourceFile({ file, isText = false }: { file: string; isText?: boolean }, maxFileBytes: number): SourceFile {
  try {
    const descriptor = openSync(systemPath(file), readFlags)
    try {
      const stats = fstatSync(descriptor)
      if (!stats.isFile()) return { status: 'skipped', reason: 'special' }
      const isLarge = stats.size > maxFileBytes
      const bytes = readUpTo(descriptor, isLarge ? consideredBytes : stats.size)
      const reason = (isText ? null : findBinaryKind(bytes)) ?? (isLarge ? 'large' : null)
      return reason === null ? { status: 'text', bytes } : { status: 'skipped', reason }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const failure = toFileError(error, file, 'Reading the file')
    if (failure === error) throw error
    return { status: 'failed', reason: failure instanceof Error ? failure.message : String(failure) }
  }
}

/** A file that is cut off meanwhile is taken as far as it is there; what is added to it meanwhile is not taken. */
function readUpTo(descriptor: number, sizeBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(sizeBytes)
  let length = 0
  while (length < sizeBytes) {
    const count = readSync(descriptor, buffer, length, sizeBytes - length, length)
    if (count === 0) break
    length += count
  }
  return buffer.subarray(0, length)
}
