import { setImmediate } from 'node:timers/promises'

const radixBits = 11
const radix = 1 << radixBits
const passes = [0, 1, 2] as const
/** Documents handled before other work gets its turn: about ten milliseconds. */
const sliceLength = 1 << 20

/**
 * Sorts documents by key, equal keys by id, with a stable counting pass over each third of the bits.
 *
 * @param keys one unsigned key per document.
 * @returns the ids in order.
 */
export async function sortByKey(keys: Uint32Array): Promise<Uint32Array> {
  let order = listIds(keys.length)
  let sorted = new Uint32Array(keys.length)
  for (const pass of passes) {
    const shift = pass * radixBits
    const offsets = await countDigits(keys, shift)
    for (let start = 0; start < order.length; start += sliceLength) {
      scatter({ keys, from: order.subarray(start, start + sliceLength), to: sorted, shift, offsets })
      await setImmediate()
    }
    ;[order, sorted] = [sorted, order]
  }
  return order
}

/**
 * The key of a Float32 by which documents sort in one direction, missing values last in both.
 * Documented in Herf, Radix Tricks (2001): with the sign bit flipped, and all bits of negative numbers, floats sort as unsigned integers.
 */
export function toSortKeys(column: Float32Array, direction: 'ascending' | 'descending'): Uint32Array {
  const bits = new Uint32Array(column.buffer, column.byteOffset, column.length)
  const keys = new Uint32Array(column.length)
  for (let id = 0; id < keys.length; id++) {
    const value = bits[id] as number
    if ((value & 0x7fffffff) > 0x7f800000) {
      keys[id] = 0xffffffff
      continue
    }
    // -0 and 0 are equal.
    const ascending = value === 0x80000000 ? value : value >>> 31 === 1 ? ~value : value | 0x80000000
    keys[id] = direction === 'ascending' ? ascending : ~ascending
  }
  return keys
}

/** Every id below `count`, in order. */
export function listIds(count: number): Uint32Array<ArrayBuffer> {
  const ids = new Uint32Array(count)
  for (let id = 0; id < count; id++) ids[id] = id
  return ids
}

async function countDigits(keys: Uint32Array, shift: number): Promise<Uint32Array> {
  const offsets = new Uint32Array(radix)
  for (let start = 0; start < keys.length; start += sliceLength) {
    addDigits(keys.subarray(start, start + sliceLength), shift, offsets)
    await setImmediate()
  }
  let offset = 0
  for (let digit = 0; digit < radix; digit++) {
    const count = offsets[digit] as number
    offsets[digit] = offset
    offset += count
  }
  return offsets
}

function addDigits(keys: Uint32Array, shift: number, counts: Uint32Array): void {
  for (let index = 0; index < keys.length; index++) {
    const digit = ((keys[index] as number) >>> shift) & (radix - 1)
    counts[digit] = (counts[digit] as number) + 1
  }
}

function scatter(slice: { keys: Uint32Array; from: Uint32Array; to: Uint32Array; shift: number; offsets: Uint32Array }): void {
  const { keys, from, to, shift, offsets } = slice
  for (let index = 0; index < from.length; index++) {
    const id = from[index] as number
    const digit = ((keys[id] as number) >>> shift) & (radix - 1)
    const position = offsets[digit] as number
    offsets[digit] = position + 1
    to[position] = id
  }
}
