import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { constants, inflateSync } from 'node:zlib'
import { systemPath } from '../../../platform/byte-path.ts'
import { findSystemCode } from '../../../platform/file-error.ts'
import { type GitObject, GitObjectError } from './git-object.ts'
import { openPackFile, type PackFile } from './pack-file.ts'
import { openPackIndex, type PackIndex } from './pack-index.ts'

/** The objects of a repository, read without git. Reading blocks the thread. */
export interface GitObjects {
  /**
   * An object by its hash in hexadecimal digits; its bytes only when they are no more than `maxBytes`. Null when it is not there, as in a partial
   * clone. Throws a `GitObjectError` for what is damaged.
   */
  read(id: string, maxBytes: number): GitObject | null
  [Symbol.dispose](): void
}

/** Object folders that name each other as alternates end here, as with git. */
const maxAlternates = 5
/** Bases that are named by their hashes. Those that a person has are a tenth of that, and of a thousand the stack is not full. */
const maxBases = 500

/** `commonFolder` is what `findRepository` gives; `hashBytes` is 20, or 32 in a repository with SHA-256. */
export function openGitObjects(commonFolder: string, hashBytes: number): GitObjects {
  const folders = listObjectFolders(join(commonFolder, 'objects'), 0)
  const packs: { file: string; index: PackIndex; pack: PackFile | null }[] = []
  const close = () => {
    for (const { index, pack } of packs) {
      index.close()
      pack?.close()
    }
  }
  try {
    for (const folder of folders) {
      for (const file of listPacks(folder)) packs.push({ file, index: openPackIndex(`${file}.idx`, hashBytes), pack: null })
    }
  } catch (error) {
    close()
    throw error
  }

  function read(id: Buffer, maxBytes: number, depth: number): GitObject | null {
    if (depth > maxBases) throw new GitObjectError('The deltas of a pack lead in a circle.')
    for (const each of packs) {
      const offset = each.index.find(id)
      if (offset === null) continue
      each.pack ??= openPackFile(`${each.file}.pack`, hashBytes)
      return each.pack.read(offset, maxBytes, (base) => read(base, Number.POSITIVE_INFINITY, depth + 1))
    }
    return readLoose(folders, id.toString('hex'), maxBytes)
  }

  return { read: (id, maxBytes) => read(Buffer.from(id, 'hex'), maxBytes, 0), [Symbol.dispose]: close }
}

function listObjectFolders(folder: string, depth: number): string[] {
  const alternates = join(folder, 'info/alternates')
  if (depth >= maxAlternates || !existsSync(systemPath(alternates))) return [folder]
  const named = readFileSync(systemPath(alternates), 'utf8').split('\n')
  const others = named.filter((line) => line !== '' && !line.startsWith('#')).map((line) => resolve(folder, line))
  return [folder, ...others.flatMap((other) => listObjectFolders(other, depth + 1))]
}

/** Newest first, as what is asked for most was added last. */
function listPacks(folder: string): string[] {
  const packFolder = join(folder, 'pack')
  if (!existsSync(systemPath(packFolder))) return []
  const names = readdirSync(systemPath(packFolder), { encoding: 'utf8' }).filter((name) => /^pack-[\da-f]+\.idx$/.test(name))
  const files = names.map((name) => join(packFolder, name.slice(0, -'.idx'.length)))
  return files
    .map((file) => ({ file, modifiedAt: statSync(systemPath(`${file}.idx`)).mtimeMs }))
    .sort((one, other) => other.modifiedAt - one.modifiedAt)
    .map(({ file }) => file)
}

/** zlib's own tables may take some hundred bytes before the first one of the content. */
const headerBytes = 1024

function readLoose(folders: readonly string[], id: string, maxBytes: number): GitObject | null {
  for (const folder of folders) {
    const file = join(folder, id.slice(0, 2), id.slice(2))
    try {
      return parseLoose(readFileSync(systemPath(file)), maxBytes)
    } catch (error) {
      if (findSystemCode(error) !== 'ENOENT') throw error
    }
  }
  return null
}

/** `blob 12` and a zero before the content. */
function parseLoose(stored: Buffer, maxBytes: number): GitObject {
  const start = inflate(stored.subarray(0, headerBytes), headerBytes * 1100, constants.Z_SYNC_FLUSH)
  const end = start.indexOf(0)
  const [, type, size] = /^(commit|tree|blob|tag) (\d+)$/.exec(start.toString('latin1', 0, Math.max(0, end))) ?? []
  if (type === undefined) throw new GitObjectError('A loose object is damaged.')
  const sizeBytes = Number(size)
  const bytes = sizeBytes > maxBytes ? null : inflate(stored, end + 1 + sizeBytes).subarray(end + 1)
  if (bytes !== null && bytes.length !== sizeBytes) throw new GitObjectError('A loose object is cut off.')
  return { type: type as GitObject['type'], sizeBytes, bytes }
}

/** With `Z_SYNC_FLUSH` what is cut off is inflated as far as it goes. */
function inflate(stored: Buffer, maxOutputLength: number, finishFlush?: number): Buffer {
  try {
    return inflateSync(stored, { maxOutputLength, ...(finishFlush !== undefined && { finishFlush }) })
  } catch (error) {
    throw new GitObjectError(`A loose object is damaged (${error instanceof Error ? error.message : error}).`, { cause: error })
  }
}
