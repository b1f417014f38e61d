import type { Histogram, HistogramRequest, SignalRange } from '#contracts/tuning'
import type { FollowedBins } from '../platform/tuning-kernel.ts'

/** The histogram in the words of the contract. */
export function toHistogram(
  { bins, signal, scale }: HistogramRequest,
  edges: Float64Array<ArrayBuffer>,
  followed: FollowedBins,
): Histogram {
  const { documents: whole } = followed.whole
  const { documents: kept } = followed.readKept()
  return {
    signal,
    scale,
    // Copies: what the message holds does not come back.
    edges: edges.slice(),
    total: whole.slice(0, bins),
    kept: kept.slice(0, bins),
    below: whole[bins] as number,
    above: whole[bins + 1] as number,
    missing: whole[bins + 2] as number,
  }
}

/**
 * Where bins begin and end.
 *
 * Without a requested range the axis spans the finite values. A log axis starts at the smallest positive value when the requested start is
 * not positive; values at or below zero count as `below`. Infinite values lie outside of every axis.
 */
export function computeEdges(request: HistogramRequest, column: Float32Array, range: SignalRange): Float64Array<ArrayBuffer> {
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
