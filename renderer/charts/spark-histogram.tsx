import { memo, useMemo } from 'react'
import type { Histogram } from '#contracts/tuning'
import { layOutHistogram } from './histogram-bars.ts'
import { createValueScale } from './value-scale.ts'
import './charts.css'

/** The shape of a distribution in a corner of a list, kept and dropped in two tones. */
export const SparkHistogram = memo(function SparkHistogram(props: { histogram: Histogram; widthPx: number; heightPx: number }) {
  const { histogram, widthPx, heightPx } = props
  const paths = useMemo(() => {
    const range = { min: histogram.edges[0] ?? 0, max: histogram.edges.at(-1) ?? 1 }
    const scale = createValueScale(histogram.scale, range, widthPx)
    return layOutHistogram(histogram, { scale, heightPx, countScale: 'log' })
  }, [histogram, widthPx, heightPx])
  return (
    <svg width={widthPx} height={heightPx} aria-hidden className="chart-spark">
      <path className="chart-bars-total" d={paths.total} />
      <path className="chart-bars-kept" d={paths.kept} />
    </svg>
  )
})
