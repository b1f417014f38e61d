import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { systemPath } from './byte-path.ts'

/** For reading. A pipe must not be waited for: whoever writes to it may never come. Windows has no such flag. */
export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Opens a file for reading. Fails with the system's error, and with that of `refuseIrregular` for anything that is no file. */
export async function openRegularFile(file: string): Promise<{ handle: FileHandle; stats: Stats }> {
  const handle = await open(systemPath(file), readFlags)
  try {
    const stats = await handle.stat()
    refuseIrregular(stats, file)
    return { handle, stats }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Reads a whole file. Fails as `openRegularFile` does: a device has no end, and a pipe may have none. */
export async function readRegularFile(file: string): Promise<Buffer> {
  const { handle } = await openRegularFile(file)
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** What is there in place of a file, or that it is one. */
export function describeKind(stats: Kind): string {
  if (stats.isFile()) return 'a file'
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a pipe'
  return stats.isSocket() ? 'a socket' : 'a device'
}

type Kind = Pick<Stats, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>

/** Throws an error of the system's kind for what is opened and is no file: `EISDIR` for a folder, `EFTYPE` for a device or a pipe. */
export function refuseIrregular(stats: Stats, file: string): void {
  if (stats.isFile()) return
  const code = stats.isDirectory() ? 'EISDIR' : 'EFTYPE'
  throw Object.assign(new Error(`${code}: not a regular file, open '${file}'`), { code, syscall: 'open', path: file })
}

/** The size of a file in bytes. Fails as `openRegularFile` does. */
export async function findFileSize(file: string): Promise<number> {
  const { handle, stats } = await openRegularFile(file)
  await handle.close()
  return stats.size
}
