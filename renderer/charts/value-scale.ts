import { scaleLinear, scaleLog } from 'd3-scale'
import type { Scale } from '#contracts/tuning'
import { formatValue } from '../ui/format-value.ts'

/** A mark on the axis. Minor ticks of a logarithmic axis have no label. */
export interface Tick {
  value: number
  /** Pixels from the left end of the axis. */
  x: number
  label: string | null
}

export interface ValueRange {
  min: number
  max: number
}

/** Maps values of a signal to pixels from the left end of an axis, and back. */
export interface ValueScale {
  readonly kind: Scale
  readonly range: ValueRange
  readonly widthPx: number
  toPixel(value: number): number
  toValue(x: number): number
  /** Labels are at least `spacingPx` apart. */
  ticks(spacingPx: number): Tick[]
}

/** A logarithmic scale needs a range above zero; without one the scale is linear. An empty range is widened around its value. */
export function createValueScale(kind: Scale, range: ValueRange, widthPx: number): ValueScale {
  const effectiveKind: Scale = kind === 'log' && range.min > 0 ? 'log' : 'linear'
  const { min, max } = widenEmpty(effectiveKind, range)
  const scale = (effectiveKind === 'log' ? scaleLog() : scaleLinear()).domain([min, max]).range([0, widthPx])
  return {
    kind: effectiveKind,
    range: { min, max },
    widthPx,
    toPixel: (value) => (effectiveKind === 'log' && value <= 0 ? Number.NEGATIVE_INFINITY : scale(value)),
    toValue: (x) => scale.invert(x),
    ticks(spacingPx) {
      const count = Math.max(2, Math.floor(widthPx / spacingPx))
      // Within a decade or so a logarithmic axis is nearly even, and d3's powers of ten would leave it bare.
      const values =
        effectiveKind === 'log' && max / min < 20 ? scaleLinear([min, max], [0, widthPx]).ticks(count) : scale.ticks(count)
      const isMajor = effectiveKind === 'log' && max / min >= 20 ? isLeadingDigit(max / min) : () => true
      return labelApart(
        values.map((value) => ({ value, x: scale(value), label: isMajor(value) ? formatValue(value) : null })),
        spacingPx,
      )
    },
  }
}

/**
 * The value under a pixel with no more digits than the pixel can tell apart, so that a dragged bound reads 1200 and not 1198.7342.
 * Neighbouring pixels never round to the same value.
 */
export function valueAtPixel(scale: ValueScale, x: number): number {
  const value = scale.toValue(x)
  const step = Math.min(Math.abs(scale.toValue(x + 1) - value), Math.abs(value - scale.toValue(x - 1)))
  if (!(step > 0) || !Number.isFinite(value)) return value
  const exponent = Math.floor(Math.log10(step))
  if (exponent >= 0) return Math.round(value / 10 ** exponent) * 10 ** exponent
  // Through text, because a product of powers of ten would bring back the digits that were cut.
  return Number(value.toFixed(Math.min(-exponent, 20)))
}

function widenEmpty(kind: Scale, { min, max }: ValueRange): ValueRange {
  if (max > min) return { min, max }
  if (kind === 'log') return { min: min / 2, max: min * 2 }
  const half = Math.abs(min) > 0 ? Math.abs(min) / 2 : 1
  return { min: min - half, max: min + half }
}

/** Which digits a logarithmic axis labels: 1, 2 and 5 over few decades, only powers of ten over many. */
function isLeadingDigit(ratio: number): (value: number) => boolean {
  const digits = ratio < 1e3 ? [1, 2, 5] : [1]
  return (value) => digits.includes(Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9)))
}

function labelApart(ticks: Tick[], spacingPx: number): Tick[] {
  let last = Number.NEGATIVE_INFINITY
  return ticks.map((tick) => {
    if (tick.label === null) return tick
    if (tick.x - last < spacingPx) return { ...tick, label: null }
    last = tick.x
    return tick
  })
}
