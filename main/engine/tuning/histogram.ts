import type { Histogram, HistogramRequest, SignalRange } from '#contracts/tuning'

/** The bins of one histogram and where each document falls. The three entries after the last bin count below, above and missing. */
export interface Binning {
  readonly edges: Float64Array<ArrayBuffer>
  readonly binOf: Uint16Array
  readonly total: Uint32Array<ArrayBuffer>
  readonly kept: Uint32Array<ArrayBuffer>
}

/**
 * Assigns every document to a bin.
 *
 * Without a requested range the axis spans the finite values. A log axis starts at the smallest positive value when the requested start is
 * not positive; values at or below zero count as `below`. Infinite values lie outside of every axis.
 */
export function createBinning(request: HistogramRequest, column: Float32Array, range: SignalRange): Binning {
  const edges = computeEdges(request, column, range)
  const { bins } = request
  const [below, above, missing] = [bins, bins + 1, bins + 2]
  const firstEdge = edges[0] as number
  const lastEdge = edges[bins] as number
  const bits = new Uint32Array(column.buffer, column.byteOffset, column.length)
  const guesses = guessBins(edges, bins)
  const binOf = new Uint16Array(column.length)
  const total = new Uint32Array(bins + 3)
  for (let id = 0; id < column.length; id++) {
    const value = column[id] as number
    let bin: number
    if (value >= firstEdge && value <= lastEdge && value !== Infinity && value !== -Infinity) {
      bin = guesses[(bits[id] as number) >>> 16] as number
      while (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++
    } else if (value < firstEdge || value === -Infinity) bin = below
    else if (value > lastEdge || value === Infinity) bin = above
    else bin = missing
    binOf[id] = bin
    total[bin] = (total[bin] as number) + 1
  }
  return { edges, binOf, total, kept: new Uint32Array(bins + 3) }
}

/** The binning in the words of the contract. */
export function toHistogram(request: HistogramRequest, binning: Binning): Histogram {
  const { bins, signal, scale } = request
  const { total, kept, edges } = binning
  return {
    signal,
    scale,
    // Copies: the binning goes on, and `kept` counts while this is on its way.
    edges: edges.slice(),
    total: total.slice(0, bins),
    kept: kept.slice(0, bins),
    below: total[bins] as number,
    above: total[bins + 1] as number,
    missing: total[bins + 2] as number,
  }
}

/**
 * For each upper half of a Float32, the bin of the lowest value with that half: at most a few bins below the right one, and found without
 * a logarithm per document.
 */
function guessBins(edges: Float64Array, bins: number): Uint16Array {
  const guesses = new Uint16Array(1 << 16)
  const bits = new Uint32Array(1)
  const value = new Float32Array(bits.buffer)
  for (let half = 0; half < guesses.length; half++) {
    const isNegative = half >= 0x8000
    bits[0] = ((half << 16) | (isNegative ? 0xffff : 0)) >>> 0
    // NaN finds bin 0, and is never looked up.
    guesses[half] = findBin(edges, value[0] as number, bins)
  }
  return guesses
}

function findBin(edges: Float64Array, value: number, bins: number): number {
  let low = 0
  let high = bins - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((edges[middle] as number) <= value) low = middle
    else high = middle - 1
  }
  return low
}

function computeEdges(request: HistogramRequest, column: Float32Array, range: SignalRange): Float64Array<ArrayBuffer> {
  const { bins, scale } = request
  const [min, max] = scale === 'log' ? getLogSpan(request, column, range) : getLinearSpan(request, range)
  const interpolate =
    scale === 'log'
      ? (share: number) => 10 ** (Math.log10(min) * (1 - share) + Math.log10(max) * share)
      : (share: number) => min * (1 - share) + max * share
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => interpolate(index / bins))
  // Rounding must not push the extremes out of the axis, nor a narrow axis out of order.
  edges[0] = min
  edges[bins] = max
  for (let index = 1; index < bins; index++) {
    edges[index] = Math.min(Math.max(edges[index] as number, edges[index - 1] as number), max)
  }
  return edges
}

function getLinearSpan(request: HistogramRequest, range: SignalRange): [number, number] {
  const min = request.range?.min ?? range.min ?? 0
  const max = request.range?.max ?? range.max ?? 1
  if (min < max) return [min, max]
  // All values are equal: they get a bin in the middle, as far as there are numbers around them.
  const margin = Math.max(Math.abs(min) * 0.05, 0.5)
  return [toFinite(min - margin), toFinite(min + margin)]
}

function getLogSpan(request: HistogramRequest, column: Float32Array, range: SignalRange): [number, number] {
  let min = request.range?.min ?? range.min ?? 1
  const max = request.range?.max ?? range.max ?? 10
  if (min <= 0) min = findSmallestPositive(column)
  if (max <= 0 || min === Infinity) return [1, 10]
  if (min < max) return [min, max]
  const [low, high] = request.range ? [max / 10, max] : [min / Math.sqrt(10), min * Math.sqrt(10)]
  return [Math.max(low, Number.MIN_VALUE), toFinite(high)]
}

function toFinite(edge: number): number {
  return Math.min(Math.max(edge, -Number.MAX_VALUE), Number.MAX_VALUE)
}

/** Infinity when no value is positive. */
function findSmallestPositive(column: Float32Array): number {
  let smallest = Infinity
  for (let id = 0; id < column.length; id++) {
    const value = column[id] as number
    if (value > 0 && value < smallest) smallest = value
  }
  return smallest
}
