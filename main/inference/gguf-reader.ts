import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { systemPath } from '#engine/platform/byte-path'
import { describeKind, readFlags } from '#engine/platform/regular-file'

const WINDOW_BYTES = 1 << 20
/** Far more than the longest text in a header, a chat template. */
const MAX_TEXT_BYTES = 1 << 24

/** Such a file says nothing of its size, or the wrong one. */
const NO_REAL_FILE = 'If it lies in /proc or /sys, the system makes it up when it is read, and no model can be read from it.'

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
  const descriptor = openSync(systemPath(file), readFlags)
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
        if (read === 0) throw new DamagedGgufError(`The file holds less than its size says. ${NO_REAL_FILE}`)
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
  if (stats.isFile() && stats.size > 0) return stats.size
  closeSync(descriptor)
  if (stats.isFile()) throw new DamagedGgufError(`The file is empty. ${NO_REAL_FILE}`)
  throw new DamagedGgufError(`It is ${describeKind(stats)}, not a GGUF file.`)
}
