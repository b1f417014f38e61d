import { type ByteText, toByteText } from './byte-text.ts'
import { GitIndexError } from './git-index-error.ts'
import type { IndexEntry, TrackedKind } from './index-entry.ts'
import { readSharedIndexLink, type SharedIndexLink } from './split-index.ts'

/** What one file of an index holds. */
export interface IndexFile {
  /** In its order. With a `link` the first of them may have no path. */
  entries: IndexEntry[]
  /** Where the rest of the index is; null when this is all of it. */
  link: SharedIndexLink | null
}

const entryBytes = { beforeMode: 24, beforeHash: 40, flags: 2 }
const extendedFlag = 0x40_00

/**
 * The entries of an index file. https://git-scm.com/docs/index-format
 *
 * Throws `GitIndexError` for what is no index or is of a version that is not known.
 */
export function readIndexFile(bytes: Buffer, hashBytes: number): IndexFile {
  if (bytes.length < 12 + hashBytes || bytes.toString('latin1', 0, 4) !== 'DIRC')
    throw new GitIndexError('It is no index of git.')
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) throw new GitIndexError(`It has version ${version}; known are 2 to 4.`)
  const count = bytes.readUInt32BE(8)
  let offset = 12
  let path = ''
  const entries: IndexEntry[] = []
  for (let index = 0; index < count; index++) {
    const entry = readEntry(bytes, offset, { version, hashBytes, previous: path })
    offset = entry.end
    path = entry.path
    entries.push([path, entry.kind])
  }
  return { entries, link: findLink(bytes, offset, hashBytes) }
}

function readEntry(
  bytes: Buffer,
  start: number,
  { version, hashBytes, previous }: { version: number; hashBytes: number; previous: ByteText },
): { path: ByteText; kind: TrackedKind; end: number } {
  const flagsAt = start + entryBytes.beforeHash + hashBytes
  if (flagsAt + entryBytes.flags > bytes.length) throw cutOff()
  const isExtended = version >= 3 && (bytes.readUInt16BE(flagsAt) & extendedFlag) !== 0
  const nameAt = flagsAt + entryBytes.flags * (isExtended ? 2 : 1)
  const kind = kindOf(bytes.readUInt32BE(start + entryBytes.beforeMode))
  if (version === 4) {
    const { value: cut, end: suffixAt } = readLength(bytes, nameAt)
    const end = findZero(bytes, suffixAt)
    const path = previous.slice(0, previous.length - cut) + toByteText(bytes.subarray(suffixAt, end))
    return { path, kind, end: end + 1 }
  }
  const end = findZero(bytes, nameAt)
  // One to eight zero bytes fill the entry up to a multiple of eight.
  return { path: toByteText(bytes.subarray(nameAt, end)), kind, end: start + ((end - start + 8) & ~7) }
}

function kindOf(mode: number): TrackedKind {
  const type = mode >> 12
  if (type === 0o16) return 'repository'
  return type === 0o04 ? 'folder' : 'file'
}

/** The number of pack files: seven bits a byte, each byte but the last counting one more. */
function readLength(bytes: Buffer, start: number): { value: number; end: number } {
  let end = start
  let byte = bytes[end++] ?? 0
  let value = byte & 0x7f
  while (byte & 0x80 && end < bytes.length) {
    byte = bytes[end++] ?? 0
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return { value, end }
}

function findZero(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(0, start)
  if (end === -1) throw cutOff()
  return end
}

function findLink(bytes: Buffer, start: number, hashBytes: number): SharedIndexLink | null {
  const extensionsEnd = bytes.length - hashBytes
  for (let offset = start; offset + 8 <= extensionsEnd; ) {
    const dataAt = offset + 8
    const end = dataAt + bytes.readUInt32BE(offset + 4)
    if (end > extensionsEnd) throw cutOff()
    if (bytes.toString('latin1', offset, offset + 4) === 'link') {
      return readSharedIndexLink(bytes.subarray(dataAt, end), hashBytes)
    }
    offset = end
  }
  return null
}

function cutOff(): GitIndexError {
  return new GitIndexError('It is cut off.')
}
