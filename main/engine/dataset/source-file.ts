import { open } from 'node:fs/promises'
import { toFileError } from '../platform/file-error.ts'
import { isBinaryContent, isBinaryName } from './binary-file.ts'
import type { WalkedFile } from './folder-walk.ts'

/** Why a file was passed over. */
export type FileSkip = 'binary' | 'large' | 'special'

export type SourceFile =
  | { status: 'text'; path: string; bytes: Buffer }
  | { status: 'skipped'; reason: FileSkip }
  | { status: 'failed'; path: string; reason: string }

/** Reads a file if it is text and not over the limit. Never throws for what the file system says. */
export async function readSourceFile({ path, file }: WalkedFile, maxFileBytes: number): Promise<SourceFile> {
  if (isBinaryName(path)) return { status: 'skipped', reason: 'binary' }
  try {
    const handle = await open(file, 'r')
    try {
      const stats = await handle.stat()
      if (!stats.isFile()) return { status: 'skipped', reason: 'special' }
      if (stats.size > maxFileBytes) return { status: 'skipped', reason: 'large' }
      const buffer = Buffer.allocUnsafeSlow(stats.size)
      // A file that changes meanwhile is taken as far as it was there.
      const { bytesRead } = await handle.read(buffer, 0, stats.size, 0)
      const bytes = buffer.subarray(0, bytesRead)
      return isBinaryContent(bytes) ? { status: 'skipped', reason: 'binary' } : { status: 'text', path, bytes }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const failure = toFileError(error, file, 'Reading the file')
    if (failure === error) throw error
    return { status: 'failed', path, reason: failure instanceof Error ? failure.message : String(failure) }
  }
}
