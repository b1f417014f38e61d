import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'

const WINDOW_BYTES = 1 << 20
/** Far more than the longest text in a header, a chat template. */
const MAX_TEXT_BYTES = 1 << 24

/** Thrown for any file that is not a whole, sound GGUF file. The message is a sentence without the file's name. */
export class DamagedGgufError extends Error {}

/**
 * Reads the little-endian values of a GGUF header one after the other.
 *
 * Every length is checked against the file before anything is allocated: a damaged or hostile header must cost a sentence, not memory.
 */
export interface GgufReader extends Disposable {
  readonly sizeBytes: number
  readonly position: number
  u8(): number
  u32(): number
  i32(): number
  /** A length, a count or a place in the file. Values above 2^53 are refused: no honest header holds one. */
  size(): number
  /** Any 64-bit number, as near as a double can say it. */
  u64(): number
  f32(): number
  f64(): number
  string(): string
  /** Raw bytes, valid until the next read. */
  bytes(length: number): Buffer
  skip(length: number): void
}

export function openGgufReader(file: string): GgufReader {
  // Opening a pipe would wait for somebody to write into it.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  let window = Buffer.alloc(0)
  let windowStart = 0
  let position = 0
  const sizeBytes = statSize(descriptor)

  const need = (length: number) => {
    if (position + length > sizeBytes) throw new DamagedGgufError('The file ends in the middle of its header: it is truncated.')
  }
  const bytes = (length: number): Buffer => {
    need(length)
    if (position < windowStart || position + length > windowStart + window.length) {
      window = Buffer.alloc(Math.min(Math.max(length, WINDOW_BYTES), sizeBytes - position))
      windowStart = position
      let filled = 0
      while (filled < window.length) {
        const read = readSync(descriptor, window, filled, window.length - filled, windowStart + filled)
        if (read === 0) throw new DamagedGgufError('The file became shorter while it was read.')
        filled += read
      }
    }
    const start = position - windowStart
    position += length
    return window.subarray(start, start + length)
  }
  const size = () => {
    const value = bytes(8).readBigUInt64LE()
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new DamagedGgufError(`The header declares an impossible size (${value}).`)
    return Number(value)
  }
  return {
    sizeBytes,
    get position() {
      return position
    },
    u8: () => bytes(1).readUInt8(),
    u32: () => bytes(4).readUInt32LE(),
    i32: () => bytes(4).readInt32LE(),
    size,
    u64: () => Number(bytes(8).readBigUInt64LE()),
    f32: () => bytes(4).readFloatLE(),
    f64: () => bytes(8).readDoubleLE(),
    string() {
      const length = size()
      need(length)
      if (length > MAX_TEXT_BYTES) throw new DamagedGgufError(`The header holds a text of ${length} bytes: the file is damaged.`)
      return bytes(length).toString('utf8')
    },
    bytes,
    skip(length) {
      need(length)
      position += length
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

function statSize(descriptor: number): number {
  const stats = fstatSync(descriptor)
  if (stats.isFile()) return stats.size
  closeSync(descriptor)
  throw new DamagedGgufError(`The path is a ${nameKind(stats)}, not a GGUF file.`)
}

function nameKind(stats: Stats): string {
  if (stats.isDirectory()) return 'folder'
  if (stats.isFIFO()) return 'named pipe'
  if (stats.isSocket()) return 'socket'
  return 'device'
}
