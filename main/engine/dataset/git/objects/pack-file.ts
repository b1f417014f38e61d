import { closeSync, fstatSync, openSync } from 'node:fs'
import { constants, inflateSync } from 'node:zlib'
import { systemPath } from '../../../platform/byte-path.ts'
import { applyDelta, readResultSize } from './apply-delta.ts'
import { createFileWindow } from './file-window.ts'
import { type GitObject, GitObjectError, maxUnpackedBytes } from './git-object.ts'

/** Many objects in one file, most of them as what differs from another. https://git-scm.com/docs/pack-format */
export interface PackFile {
  /** The object at a place; its bytes only when they are no more than `maxBytes`. `findBase` finds an object of the repository by its hash. */
  read(offset: number, maxBytes: number, findBase: (id: Buffer) => GitObject | null): GitObject
  close(): void
}

const types: Record<number, GitObject['type']> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' }
const deltaByOffset = 6
const deltaByHash = 7
/** Git itself makes chains of 50 at most, and of 250 with --aggressive of old. */
const maxChain = 5000
/** Bases are asked for again by the next objects. */
const keptBytes = 16 * 1024 * 1024
/** Enough to inflate the first bytes of a delta, which tell how large its result is, zlib's own tables before them. */
const deltaStartBytes = 1024
/** What is no longer is inflated whole at once. */
const shortDeltaBytes = 64 * 1024

interface Entry {
  type: number
  /** Of what is stored, inflated. */
  size: number
  dataAt: number
  base: { offset: number } | { id: Buffer } | null
}

/** An object that is being read, and what is known of it already. */
interface Reading {
  findBase: (id: Buffer) => GitObject | null
  /** How many deltas led to it. */
  depth?: number
  entry?: Entry
  delta?: Buffer | undefined
}

export function openPackFile(file: string, hashBytes: number): PackFile {
  const descriptor = openSync(systemPath(file), 'r')
  const { size: packBytes } = fstatSync(descriptor)
  const window = createFileWindow(descriptor)
  const kept = new Map<number, { type: GitObject['type']; bytes: Buffer }>()
  let keptSize = 0

  function keep(offset: number, object: { type: GitObject['type']; bytes: Buffer }): void {
    if (object.bytes.length > keptBytes / 4) return
    kept.set(offset, object)
    keptSize += object.bytes.length
    for (const [oldest, { bytes }] of kept) {
      if (keptSize <= keptBytes) return
      kept.delete(oldest)
      keptSize -= bytes.length
    }
  }

  function readEntry(offset: number): Entry {
    const head = readAt(offset, 64)
    let at = 0
    let byte = head[at++] ?? 0
    const type = (byte >> 4) & 7
    let size = byte & 0x0f
    for (let shift = 4; byte & 0x80; shift += 7) {
      byte = head[at++] ?? 0
      size += (byte & 0x7f) * 2 ** shift
    }
    if (type === deltaByHash)
      return { type, size, base: { id: Buffer.from(head.subarray(at, at + hashBytes)) }, dataAt: offset + at + hashBytes }
    if (type !== deltaByOffset) return { type, size, base: null, dataAt: offset + at }
    byte = head[at++] ?? 0
    let distance = byte & 0x7f
    while (byte & 0x80) {
      byte = head[at++] ?? 0
      distance = (distance + 1) * 128 + (byte & 0x7f)
    }
    if (distance === 0 || distance > offset) throw new GitObjectError('An object has a base outside of its pack.')
    return { type, size, base: { offset: offset - distance }, dataAt: offset + at }
  }

  function readAt(position: number, length: number): Buffer {
    const bytes = window.read(position, Math.max(0, Math.min(length, packBytes - position)))
    if (bytes.length === 0) throw new GitObjectError('A pack is cut off.')
    return bytes
  }

  /** The length of what is stored is not known, but how long it can be at most: as long as zlib makes what it cannot compress. */
  function inflate({ size, dataAt }: Entry): Buffer {
    if (size > maxUnpackedBytes) throw new GitObjectError('An object is too large to be unpacked.')
    const stored = readAt(dataAt, size + Math.ceil(size / 8) + 64)
    const bytes = explain(() => inflateSync(stored, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) }))
    if (bytes.length !== size) throw new GitObjectError('An object has another length than its pack says.')
    return bytes
  }

  /** The whole of the delta comes with it where it is short. */
  function measureResult(entry: Entry): { sizeBytes: number; delta?: Buffer } {
    if (entry.size <= shortDeltaBytes) {
      const delta = inflate(entry)
      return { sizeBytes: readResultSize(delta), delta }
    }
    const stored = readAt(entry.dataAt, deltaStartBytes)
    // It ends in the middle, which is all that is needed.
    const start = explain(() =>
      inflateSync(stored, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: deltaStartBytes * 1100 }),
    )
    return { sizeBytes: readResultSize(start) }
  }

  function readWhole(
    offset: number,
    { findBase, depth = 0, entry = readEntry(offset), delta }: Reading,
  ): { type: GitObject['type']; bytes: Buffer } {
    const known = kept.get(offset)
    if (known) return known
    if (depth > maxChain) throw new GitObjectError('The deltas of a pack lead in a circle.')
    if (entry.base === null) {
      const type = types[entry.type]
      if (type === undefined) throw new GitObjectError(`A pack holds an object of the unknown type ${entry.type}.`)
      const object = { type, bytes: inflate(entry) }
      keep(offset, object)
      return object
    }
    const base = 'offset' in entry.base ? readWhole(entry.base.offset, { findBase, depth: depth + 1 }) : findBase(entry.base.id)
    if (!base?.bytes) throw new GitObjectError('The base of an object is missing.')
    const object = { type: base.type, bytes: applyDelta(base.bytes, delta ?? inflate(entry)) }
    keep(offset, object)
    return object
  }

  /** The type of what a chain of deltas begins with. */
  function typeOf(entry: Entry, findBase: (id: Buffer) => GitObject | null): GitObject['type'] {
    let current = entry
    for (let depth = 0; current.base !== null; depth++) {
      if (depth > maxChain) throw new GitObjectError('The deltas of a pack lead in a circle.')
      if ('id' in current.base) return findBase(current.base.id)?.type ?? 'blob'
      current = readEntry(current.base.offset)
    }
    return types[current.type] ?? 'blob'
  }

  return {
    read(offset, maxBytes, findBase) {
      const entry = readEntry(offset)
      const { sizeBytes, ...known } = entry.base === null ? { sizeBytes: entry.size } : measureResult(entry)
      if (sizeBytes > maxBytes) return { type: typeOf(entry, findBase), sizeBytes, bytes: null }
      const { type, bytes } = readWhole(offset, { findBase, entry, ...known })
      return { type, sizeBytes, bytes }
    },
    close: () => closeSync(descriptor),
  }
}

/** What zlib throws says only that the bytes are none of its own. */
function explain<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new GitObjectError(`An object of a pack is damaged (${error instanceof Error ? error.message : error}).`, {
      cause: error,
    })
  }
}
