import { setImmediate } from 'node:timers/promises'

/** The documents that have a value of one signal, by value, equal values by id. */
export interface SortedSignal {
  readonly column: Float32Array
  readonly order: Uint32Array
}

const radixBits = 11
const radix = 1 << radixBits
/** Documents handled before other work gets its turn: about ten milliseconds. */
const sliceLength = 1 << 20

/**
 * Sorts documents by value with three stable counting passes over the bits of the values, leaving out NaN. -0 and 0 are equal.
 *
 * It gives way to other work every few milliseconds, because ten million documents take some hundred.
 */
export async function sortByValue(column: Float32Array): Promise<SortedSignal> {
  const bits = new Int32Array(column.buffer, column.byteOffset, column.length)
  const counts = [new Uint32Array(radix), new Uint32Array(radix), new Uint32Array(radix)] as const
  let length = 0
  for (let start = 0; start < column.length; start += sliceLength) {
    length += countDigits(bits, { start, end: Math.min(start + sliceLength, bits.length), counts })
    await setImmediate()
  }
  for (const count of counts) turnIntoOffsets(count)

  let from = { keys: new Int32Array(length), ids: new Uint32Array(length) }
  let to = { keys: new Int32Array(length), ids: new Uint32Array(length) }
  for (let start = 0; start < column.length; start += sliceLength) {
    scatterColumn(bits, { start, end: Math.min(start + sliceLength, bits.length), offsets: counts[0], to: from })
    await setImmediate()
  }
  for (const pass of [1, 2] as const) {
    for (let start = 0; start < length; start += sliceLength) {
      scatter({ from, to, start, end: Math.min(start + sliceLength, length), shift: pass * radixBits, offsets: counts[pass] })
      await setImmediate()
    }
    ;[from, to] = [to, from]
  }
  return { column, order: from.ids }
}

/** Position of the first document whose value is not below `bound`. */
export function lowerPosition(sorted: SortedSignal, bound: number): number {
  let low = 0
  let high = sorted.order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(sorted, middle) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Position after the last document whose value is not above `bound`. */
export function upperPosition(sorted: SortedSignal, bound: number): number {
  let low = 0
  let high = sorted.order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(sorted, middle) <= bound) low = middle + 1
    else high = middle
  }
  return low
}

/** The value of the document at a position of the order. */
export function valueAt(sorted: SortedSignal, position: number): number {
  return sorted.column[sorted.order[position] as number] as number
}

const signBit = -0x80000000

/**
 * Maps the bits of a Float32 to a number whose unsigned order is the order of the values. -0 becomes 0, or equal values would not be in
 * the order of ids. Bits and keys are Int32: larger numbers would leave the processor's integer registers and halve the speed.
 */
export function toSortableKey(bits: number): number {
  if (bits === signBit) return signBit
  return bits >= 0 ? bits ^ signBit : ~bits
}

/** Whether the bits are those of a NaN. */
export function isMissing(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000
}

interface Pairs {
  keys: Int32Array
  ids: Uint32Array
}

function countDigits(
  bits: Int32Array,
  slice: { start: number; end: number; counts: readonly [Uint32Array, Uint32Array, Uint32Array] },
): number {
  const [low, middle, high] = slice.counts
  let valueCount = 0
  for (let id = slice.start; id < slice.end; id++) {
    const value = bits[id] as number
    if (isMissing(value)) continue
    const key = toSortableKey(value)
    low[key & (radix - 1)] = (low[key & (radix - 1)] as number) + 1
    middle[(key >>> radixBits) & (radix - 1)] = (middle[(key >>> radixBits) & (radix - 1)] as number) + 1
    high[key >>> (2 * radixBits)] = (high[key >>> (2 * radixBits)] as number) + 1
    valueCount++
  }
  return valueCount
}

function turnIntoOffsets(counts: Uint32Array): void {
  let offset = 0
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit] as number
    counts[digit] = offset
    offset += count
  }
}

function scatterColumn(bits: Int32Array, slice: { start: number; end: number; offsets: Uint32Array; to: Pairs }): void {
  const { offsets } = slice
  const { keys, ids } = slice.to
  for (let id = slice.start; id < slice.end; id++) {
    const value = bits[id] as number
    if (isMissing(value)) continue
    const key = toSortableKey(value)
    const position = offsets[key & (radix - 1)] as number
    offsets[key & (radix - 1)] = position + 1
    keys[position] = key
    ids[position] = id
  }
}

function scatter(slice: { from: Pairs; to: Pairs; start: number; end: number; shift: number; offsets: Uint32Array }): void {
  const { from, shift, offsets } = slice
  const { keys, ids } = slice.to
  for (let index = slice.start; index < slice.end; index++) {
    const key = from.keys[index] as number
    const digit = (key >>> shift) & (radix - 1)
    const position = offsets[digit] as number
    offsets[digit] = position + 1
    keys[position] = key
    ids[position] = from.ids[index] as number
  }
}
