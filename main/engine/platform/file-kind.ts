import path from 'node:path'
import { findSystemCode } from './file-error.ts'
import { openRegularFile } from './regular-file.ts'

/** What a file holds, by its content and not by its name. */
export type FileKind = 'database' | 'model' | 'empty' | 'binary' | 'text'

export interface FileContent {
  kind: FileKind
  /** The first bytes, at most a mebibyte. */
  start: Buffer
  /** Whether these are all. */
  isWhole: boolean
}

/** Enough for the longest recipe, and for the first lines of most other files. */
const startBytes = 1024 * 1024

const sqliteMagic = Buffer.from('SQLite format 3\0')
const ggufMagic = Buffer.from('GGUF')

/** Looks into a file. Fails with the system's own error. */
export async function readFileKind(file: string): Promise<FileContent> {
  const { start, isWhole } = await readStart(file)
  return { kind: (await isBesideDatabase(file)) ? 'database' : findKind(start), start, isWhole }
}

function findKind(start: Buffer): FileKind {
  if (start.length === 0) return 'empty'
  if (startsWith(start, sqliteMagic)) return 'database'
  if (startsWith(start, ggufMagic)) return 'model'
  // Git's own rule, within what was read.
  return start.includes(0) ? 'binary' : 'text'
}

/**
 * Whether SQLite takes a file of this name for a part of the database beside it: its log, the index of that, or its journal, which may be
 * empty or missing at present.
 */
export async function isBesideDatabase(file: string): Promise<boolean> {
  const base = /^(.+)-(?:wal|shm|journal)$/i.exec(path.basename(file))?.[1]
  if (base === undefined) return false
  const database = path.join(path.dirname(file), base)
  try {
    return startsWith((await readStart(database, sqliteMagic.length)).start, sqliteMagic)
  } catch (error) {
    // None that can be read.
    if (findSystemCode(error) === undefined) throw error
    return false
  }
}

async function readStart(file: string, byteCount = startBytes): Promise<{ start: Buffer; isWhole: boolean }> {
  const { handle, stats } = await openRegularFile(file)
  await using _handle = handle
  const { size } = stats
  const buffer = Buffer.alloc(Math.min(size, byteCount))
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return { start: buffer.subarray(0, length), isWhole: size <= byteCount }
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic)
}
