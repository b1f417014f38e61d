import { bisectRight, max } from 'd3-array'
import type { Histogram } from '#contracts/tuning'
import type { ValueScale } from './value-scale.ts'

/** How bar heights follow counts. `log` lets a long tail be seen beside a tall peak. */
export type CountScale = 'linear' | 'log'

/** Bars of a histogram as SVG path data: all documents, and in front of them the kept ones. */
export interface HistogramPaths {
  total: string
  kept: string
  /** The count at the top of the plot. */
  peak: number
}

/**
 * Draws a histogram into a plot. Bars stand on `heightPx`; a bin with any document is at least one pixel high, because a
 * tail that cannot be seen cannot be cut.
 */
export function layOutHistogram(
  histogram: Histogram,
  plot: { scale: ValueScale; heightPx: number; countScale: CountScale },
): HistogramPaths {
  const peak = max(histogram.total) ?? 0
  const toHeight = createCountScale(plot.countScale, peak, plot.heightPx)
  const total: string[] = []
  const kept: string[] = []
  for (let bin = 0; bin < histogram.total.length; bin++) {
    const from = histogram.edges[bin]
    const to = histogram.edges[bin + 1]
    if (from === undefined || to === undefined) continue
    const x = plot.scale.toPixel(from)
    const width = plot.scale.toPixel(to) - x
    if (x + width < 0 || x > plot.scale.widthPx) continue
    const gap = width >= 4 ? 1 : 0
    addBar(total, { x, width: width - gap, height: toHeight(histogram.total[bin] ?? 0), base: plot.heightPx })
    addBar(kept, { x, width: width - gap, height: toHeight(histogram.kept[bin] ?? 0), base: plot.heightPx })
  }
  return { total: total.join(''), kept: kept.join(''), peak }
}

/** The height in pixels of a count. */
export function createCountScale(kind: CountScale, peak: number, heightPx: number): (count: number) => number {
  if (peak === 0) return () => 0
  if (kind === 'log') return (count) => (count === 0 ? 0 : Math.max(1, (Math.log1p(count) / Math.log1p(peak)) * heightPx))
  return (count) => (count === 0 ? 0 : Math.max(1, (count / peak) * heightPx))
}

/** What the bin under a value holds. */
export interface BinReading {
  from: number
  to: number
  total: number
  kept: number
  /** Share (0 to 1) of all values that lie below the upper edge. */
  shareBelow: number
}

/** The bin that holds a value, or undefined outside the histogram. */
export function findBin(histogram: Histogram, value: number): BinReading | undefined {
  const { edges, total, kept } = histogram
  const last = edges.length - 2
  if (last < 0 || value < (edges[0] ?? 0) || value > (edges[last + 1] ?? 0)) return undefined
  const bin = Math.min(bisectRight(edges, value) - 1, last)
  const inside = total.reduce((sum, count) => sum + count, 0)
  const valueCount = histogram.below + inside + histogram.above
  const upTo = histogram.below + total.slice(0, bin + 1).reduce((sum, count) => sum + count, 0)
  return {
    from: edges[bin] ?? 0,
    to: edges[bin + 1] ?? 0,
    total: total[bin] ?? 0,
    kept: kept[bin] ?? 0,
    shareBelow: valueCount === 0 ? 0 : upTo / valueCount,
  }
}

function addBar(path: string[], bar: { x: number; width: number; height: number; base: number }): void {
  if (bar.height <= 0) return
  const x = bar.x.toFixed(2)
  path.push(`M${x} ${bar.base}v${(-bar.height).toFixed(2)}h${Math.max(bar.width, 0.75).toFixed(2)}V${bar.base}z`)
}
