import type { SignalRange } from '#contracts/tuning'
import { isMissing, toSortableKey } from '../dataset/signals/sortable-key.ts'

const infinityBits = 0x7f800000
const signBit = -0x80000000

/** Range, median and counts of one signal in three passes over its values, without sorting them. */
export function measureRange(signal: string, column: Float32Array): SignalRange {
  const bits = new Int32Array(column.buffer, column.byteOffset, column.length)
  const { keyCounts, finiteCount, missingCount } = countHighHalves(bits)
  const valueCount = column.length - missingCount
  if (finiteCount === 0) {
    return { signal, min: null, max: null, median: null, valueCount, missingCount, suggestedScale: 'linear' }
  }
  const ranks = [0, (finiteCount - 1) >>> 1, finiteCount >>> 1, finiteCount - 1]
  const [min, lowerMedian, upperMedian, max] = selectByRank(bits, keyCounts, ranks) as [number, number, number, number]
  const median = lowerMedian / 2 + upperMedian / 2
  const suggestedScale = min > 0 && median < 0.05 * max ? 'log' : 'linear'
  return { signal, min, max, median, valueCount, missingCount, suggestedScale }
}

/** Counts finite values by the upper half of their sortable key. */
function countHighHalves(bits: Int32Array): { keyCounts: Uint32Array; finiteCount: number; missingCount: number } {
  const keyCounts = new Uint32Array(1 << 16)
  let missingCount = 0
  let infiniteCount = 0
  for (let id = 0; id < bits.length; id++) {
    const value = bits[id] as number
    if (isMissing(value)) missingCount++
    else if (isInfinite(value)) infiniteCount++
    else {
      const half = toSortableKey(value) >>> 16
      keyCounts[half] = (keyCounts[half] as number) + 1
    }
  }
  return { keyCounts, finiteCount: bits.length - missingCount - infiniteCount, missingCount }
}

/** The values at the given ascending ranks among the finite values. */
function selectByRank(bits: Int32Array, keyCounts: Uint32Array, ranks: readonly number[]): number[] {
  const places = ranks.map((rank) => findRank(keyCounts, rank))
  const halves = new Map(places.map((place) => [place.digit, new Uint32Array(1 << 16)]))
  const isWanted = new Uint8Array(1 << 16)
  for (const half of halves.keys()) isWanted[half] = 1
  for (let id = 0; id < bits.length; id++) {
    const value = bits[id] as number
    const key = toSortableKey(value)
    if (isWanted[key >>> 16] === 0 || isMissing(value) || isInfinite(value)) continue
    const counts = halves.get(key >>> 16) as Uint32Array
    counts[key & 0xffff] = (counts[key & 0xffff] as number) + 1
  }
  return places.map((place) => {
    const low = findRank(halves.get(place.digit) as Uint32Array, place.rankInside).digit
    return toValue((place.digit << 16) | low)
  })
}

/** The digit under which the document of this rank is counted, and its rank among those of the same digit. */
function findRank(counts: Uint32Array, rank: number): { digit: number; rankInside: number } {
  let before = 0
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit] as number
    if (rank < before + count) return { digit, rankInside: rank - before }
    before += count
  }
  throw new RangeError(`rank ${rank} of ${before} values`)
}

function isInfinite(bits: number): boolean {
  return (bits & 0x7fffffff) === infinityBits
}

function toValue(key: number): number {
  const bits = key < 0 ? key ^ signBit : ~key
  return new Float32Array(Int32Array.of(bits).buffer)[0] as number
}
