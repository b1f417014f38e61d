import { type ByteText, toByteText } from './byte-text.ts'

/** What the index says of a path. */
export type TrackedKind = 'file' | 'repository' | 'folder'

/** A reason for which an index cannot be read, as a sentence. */
export class GitIndexError extends Error {}

const entryBytes = { beforeMode: 24, beforeHash: 40, flags: 2 }
const extendedFlag = 0x40_00

/**
 * The paths of an index file, in its order. https://git-scm.com/docs/index-format
 *
 * A `repository` is a submodule. A `folder` stands for all that is in it where a sparse checkout leaves it out. Throws `GitIndexError` for
 * what is no index, is of a version that is not known, or is split over several files.
 */
export function* readIndex(bytes: Buffer, hashBytes: number): Generator<readonly [ByteText, TrackedKind], void, undefined> {
  if (bytes.length < 12 + hashBytes || bytes.toString('latin1', 0, 4) !== 'DIRC')
    throw new GitIndexError('It is no index of git.')
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) throw new GitIndexError(`It has version ${version}; known are 2 to 4.`)
  const count = bytes.readUInt32BE(8)
  let offset = 12
  let path = ''
  for (let index = 0; index < count; index++) {
    const entry = readEntry(bytes, offset, { version, hashBytes, previous: path })
    offset = entry.end
    path = entry.path
    yield [path, entry.kind]
  }
  refuseSplit(bytes, offset, hashBytes)
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

/** Of a split index most paths are in another file. */
function refuseSplit(bytes: Buffer, start: number, hashBytes: number): void {
  for (let offset = start; offset + 8 <= bytes.length - hashBytes; offset += 8 + bytes.readUInt32BE(offset + 4)) {
    if (bytes.toString('latin1', offset, offset + 4) === 'link') {
      throw new GitIndexError('It is split over several files. Join them with: git update-index --no-split-index')
    }
  }
}

function cutOff(): GitIndexError {
  return new GitIndexError('It is cut off.')
}
