import type { ValueRange, ValueScale } from './value-scale.ts'
import { createValueScale } from './value-scale.ts'

/** The deepest zoom: beyond it neighbouring Float32 values would be many pixels apart. */
const MIN_SHARE_OF_FULL = 1e-5

/**
 * The part of the axis to show after zooming by `factor` (below 1 zooms in) around a pixel; null when it is the whole axis.
 * Works in pixels, so that a logarithmic axis zooms evenly.
 */
export function zoomRange(options: { shown: ValueScale; full: ValueRange; factor: number; anchorX: number }): ValueRange | null {
  const { shown, full, factor, anchorX } = options
  return rangeOfPixels({
    shown,
    full,
    fromX: anchorX - anchorX * factor,
    toX: anchorX + (shown.widthPx - anchorX) * factor,
  })
}

/** The part of the axis to show after moving it by some pixels; stops at the ends without changing the width. */
export function panRange(options: { shown: ValueScale; full: ValueRange; byPx: number }): ValueRange | null {
  const { shown, full } = options
  const min = shown.toPixel(full.min)
  const max = shown.toPixel(full.max)
  const byPx = Math.min(Math.max(options.byPx, Math.min(0, min)), Math.max(0, max - shown.widthPx))
  return rangeOfPixels({ shown, full, fromX: byPx, toX: shown.widthPx + byPx })
}

/** The part of the axis between two pixels of what is shown, in either order; null when it is the whole axis. */
export function rangeOfPixels(options: { shown: ValueScale; full: ValueRange; fromX: number; toX: number }): ValueRange | null {
  const { shown, full } = options
  const fullMinX = shown.toPixel(full.min)
  const fullMaxX = shown.toPixel(full.max)
  const fromX = Math.max(Math.min(options.fromX, options.toX), fullMinX)
  const toX = Math.min(Math.max(options.fromX, options.toX), fullMaxX)
  if (fromX <= fullMinX + 0.5 && toX >= fullMaxX - 0.5) return null
  if (toX - fromX < (fullMaxX - fullMinX) * MIN_SHARE_OF_FULL) return { ...shown.range }
  return { min: shown.toValue(fromX), max: shown.toValue(toX) }
}

/** Where the shown part lies in the whole, as shares from 0 to 1, measured along the axis as it is drawn. */
export function shownShare(shown: ValueScale, full: ValueRange): { start: number; end: number } {
  const whole = createValueScale(shown.kind, full, 1)
  return { start: Math.max(0, whole.toPixel(shown.range.min)), end: Math.min(1, whole.toPixel(shown.range.max)) }
}
