import type { Signal } from '#contracts/dataset'
import type { HistogramRequest, Scale, SignalRange } from '#contracts/tuning'
import type { ValueRange } from '../../charts/value-scale.ts'

const BIN_PX = 4
const FEWEST_BINS = 24
const MOST_BINS = 400
/** Bins per square root of the count: of few documents each would get a bar of its own, and no shape would be seen. */
const BINS_PER_ROOT = 4

/**
 * The scale to begin with. Beyond the engine's suggestion, values that are at or above zero and crowd near it get a logarithmic axis
 * too: a few empty files must not press thousands of others into one bar. The engine counts values at zero beside such an axis.
 */
export function defaultScale({ suggestedScale, min, max, median }: SignalRange): Scale {
  if (min === null || max === null || median === null) return suggestedScale
  return min >= 0 && median > 0 && median < 0.05 * max ? 'log' : suggestedScale
}

/**
 * The histogram to ask for, for a part of an axis that is `widthPx` wide.
 *
 * A linear axis of whole numbers gets bins that all hold equally many of them; bins of 2.5 would hold two and three in turn, and the
 * comb that this draws looks like structure in the data.
 */
export function planHistogram(options: {
  signal: Signal
  range: SignalRange
  scale: Scale
  shown: ValueRange | null
  widthPx: number
}): HistogramRequest {
  const { signal, range, scale, shown, widthPx } = options
  const bins = Math.max(
    FEWEST_BINS,
    Math.min(Math.round(widthPx / BIN_PX), Math.ceil(BINS_PER_ROOT * Math.sqrt(range.valueCount)), MOST_BINS),
  )
  const request = { signal: signal.name, scale, bins, range: shown }
  const min = shown?.min ?? range.min
  const max = shown?.max ?? range.max
  if (scale === 'log' || min === null || max === null || !holdsWholeNumbers(signal, range)) return request
  const first = Math.floor(min)
  const step = Math.max(1, Math.ceil((max - first + 1) / bins))
  const aligned = Math.max(2, Math.ceil((max - first + 1) / step))
  return { ...request, bins: aligned, range: { min: first, max: first + step * aligned } }
}

/** Whether a signal counts something. Told from the values that are known, because a signal does not say it. */
export function holdsWholeNumbers(signal: Signal, range: SignalRange): boolean {
  return (
    signal.unit !== 'fraction' &&
    range.min !== null &&
    range.max !== null &&
    range.median !== null &&
    Number.isInteger(range.min) &&
    Number.isInteger(range.max) &&
    // The median of an even count lies between two values.
    Number.isInteger(range.median * 2)
  )
}
