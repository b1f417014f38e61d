import { randomBytes } from 'node:crypto'
import { open, readlink, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { findRealPath, spellPath, systemPath } from './byte-path.ts'
import { findSystemCode } from './file-error.ts'

/** Leaves room for the rest of the name. */
const maxStartBytes = 200

type FileContent = Uint8Array | string | Iterable<string>

/**
 * Replaces a file's content through a temporary file beside it, so that a crash or a full disk leaves the old content.
 *
 * What comes in pieces is written piece by piece. Keeps the permissions of a file that exists. A symbolic link stays a link: what it points to is replaced.
 */
export async function writeFileAtomic(file: string, content: FileContent): Promise<void> {
  const target = await resolveTarget(file)
  const mode = await findMode(target)
  const temporary = makeNameBeside(target, 'tmp')
  try {
    await writeNew(temporary, content, mode)
    await rename(systemPath(temporary), systemPath(target))
  } catch (error) {
    // What is told is why it failed, not why its remains cannot be removed.
    await rm(systemPath(temporary), { force: true }).catch(() => undefined)
    throw error
  }
}

/**
 * A name for an unfinished file beside the one that it will replace: hidden, not in use, and within what file systems allow however long
 * the other name is.
 */
export function makeNameBeside(file: string, extension: string): string {
  let start = path.basename(file)
  // Most file systems allow 255 bytes, and count the bytes of UTF-8.
  while (Buffer.byteLength(start) > maxStartBytes) start = [...start].slice(0, -1).join('')
  return path.join(path.dirname(file), `.${start}.${randomBytes(8).toString('hex')}.${extension}`)
}

async function writeNew(file: string, content: FileContent, mode: number | undefined): Promise<void> {
  const handle = await open(systemPath(file), 'wx', mode ?? 0o666)
  try {
    await handle.writeFile(content)
    // The mode given to `open` is narrowed by the process's umask.
    if (mode !== undefined) await handle.chmod(mode)
    // Without this a power failure may leave the new name with no content.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Where what is written to a file ends up: links are followed, also one that leads to a file that is not there yet. */
export async function resolveTarget(file: string): Promise<string> {
  try {
    return await findRealPath(file)
  } catch (error) {
    if (findSystemCode(error) !== 'ENOENT') throw error
  }
  // The usual case: the file is new, and so no link.
  const link = await readlink(systemPath(file), { encoding: 'buffer' }).catch(() => null)
  return link === null ? file : resolveTarget(path.resolve(await findRealPath(path.dirname(file)), spellPath(link)))
}

async function findMode(file: string): Promise<number | undefined> {
  try {
    return (await stat(systemPath(file))).mode & 0o7777
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
