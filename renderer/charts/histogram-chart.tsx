import { useMemo, useRef, useState } from 'react'
import type { Histogram, Scale } from '#contracts/tuning'
import { panRange, rangeOfPixels, shownShare, zoomRange } from './axis-zoom.ts'
import { CutHandle, LABEL_PX } from './cut-handle.tsx'
import { type Bound, findHandleAt, placeHandle } from './cut-handle-logic.ts'
import { type CountScale, findBin, layOutHistogram } from './histogram-bars.ts'
import { HistogramReading } from './histogram-reading.tsx'
import { useWheel } from './use-wheel.ts'
import { ValueAxis } from './value-axis.tsx'
import { createValueScale, type ValueRange } from './value-scale.ts'
import './charts.css'

const AXIS_PX = 24

export interface HistogramChartProps {
  histogram: Histogram
  kind: Scale
  countScale: CountScale
  /** The whole axis, and the part of it that is shown; null shows all. */
  full: ValueRange
  shown: ValueRange | null
  widthPx: number
  heightPx: number
  unit: string
  /** The signal has whole numbers alone. */
  isWhole: boolean
  min: number | null
  max: number | null
  onShow: (range: ValueRange | null) => void
  onMove: (bound: Bound, value: number | null) => void
  onRelease: () => void
  onNudge: () => void
}

/**
 * The distribution of a signal, kept and dropped in two tones, with a handle for each bound.
 * The wheel zooms, Shift with the wheel moves along, dragging across the plot zooms to what was marked.
 */
export function HistogramChart(props: HistogramChartProps) {
  const { histogram, kind, countScale, full, shown, widthPx, unit, min, max, onShow } = props
  const plotPx = props.heightPx - AXIS_PX
  const root = useRef<HTMLDivElement>(null)
  const [pointerX, setPointerX] = useState<number | null>(null)
  const [brush, setBrush] = useState<{ fromX: number; toX: number } | null>(null)
  const scale = useMemo(() => createValueScale(kind, shown ?? full, widthPx), [kind, shown, full, widthPx])
  const paths = useMemo(
    () => layOutHistogram(histogram, { scale, heightPx: plotPx, countScale }),
    [histogram, scale, plotPx, countScale],
  )
  const places = { min: placeHandle(scale, 'min', min), max: placeHandle(scale, 'max', max) }
  // Labels lie over each other only where one of them must lean inwards.
  const isCrowded = places.max.x - places.min.x < 2 * LABEL_PX && (places.min.x <= LABEL_PX || places.max.x >= widthPx - LABEL_PX)
  const bin = pointerX === null || brush ? undefined : findBin(histogram, scale.toValue(pointerX))

  const toX = (event: { clientX: number }) => event.clientX - (root.current?.getBoundingClientRect().left ?? 0)
  useWheel(root, (event) => {
    const anchorX = toX(event)
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      onShow(panRange({ shown: scale, full, byPx: event.deltaX || event.deltaY }))
    } else onShow(zoomRange({ shown: scale, full, factor: Math.exp(event.deltaY * 0.002), anchorX }))
  })
  const endBrush = () => {
    if (brush && Math.abs(brush.toX - brush.fromX) > 4) onShow(rangeOfPixels({ shown: scale, full, ...brush }))
    setBrush(null)
  }

  return (
    <div className="chart-histogram" ref={root} style={{ height: props.heightPx }}>
      <svg
        width={widthPx}
        height={props.heightPx}
        role="img"
        aria-label={`Histogram of ${histogram.total.length} bins`}
        data-near-handle={pointerX !== null && findHandleAt(places, pointerX) !== undefined}
        onDoubleClick={() => onShow(null)}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setBrush({ fromX: toX(event), toX: toX(event) })
        }}
        onPointerMove={(event) => {
          setPointerX(toX(event))
          if (brush) setBrush({ ...brush, toX: toX(event) })
        }}
        onPointerUp={endBrush}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => setPointerX(null)}
      >
        <ValueAxis scale={scale} heightPx={plotPx} />
        <path className="chart-bars-total" d={paths.total} />
        <path className="chart-bars-kept" d={paths.kept} />
        {bin ? <BinMark x={scale.toPixel(bin.from)} toX={scale.toPixel(bin.to)} heightPx={plotPx} /> : null}
        {min === null ? null : <OutsideShade fromX={0} toX={places.min.x} heightPx={plotPx} />}
        {max === null ? null : <OutsideShade fromX={places.max.x} toX={widthPx} heightPx={plotPx} />}
        {brush ? <Brush {...brush} heightPx={plotPx} /> : null}
      </svg>
      {(['min', 'max'] as const).map((bound) => (
        <CutHandle
          key={bound}
          bound={bound}
          value={props[bound]}
          other={bound === 'min' ? max : min}
          place={places[bound]}
          scale={scale}
          isOuterEnd={bound === 'min' ? scale.range.min <= full.min : scale.range.max >= full.max}
          full={full}
          isCrowded={isCrowded}
          isWhole={props.isWhole}
          unit={unit}
          onMove={(value) => props.onMove(bound, value)}
          onRelease={props.onRelease}
          onNudge={props.onNudge}
        />
      ))}
      {bin && pointerX !== null ? <HistogramReading bin={bin} unit={unit} x={pointerX} widthPx={widthPx} /> : null}
      {shown ? <Overview share={shownShare(scale, full)} /> : null}
    </div>
  )
}

function BinMark({ x, toX, heightPx }: { x: number; toX: number; heightPx: number }) {
  return <rect className="chart-bin-mark" x={x} y={0} width={Math.max(1, toX - x)} height={heightPx} />
}

function OutsideShade({ fromX, toX, heightPx }: { fromX: number; toX: number; heightPx: number }) {
  return <rect className="chart-outside" x={fromX} y={0} width={Math.max(0, toX - fromX)} height={heightPx} />
}

function Brush({ fromX, toX, heightPx }: { fromX: number; toX: number; heightPx: number }) {
  return <rect className="chart-brush" x={Math.min(fromX, toX)} y={0} width={Math.abs(toX - fromX)} height={heightPx} />
}

/** Where the shown part lies in the whole. */
function Overview({ share }: { share: { start: number; end: number } }) {
  return (
    <div className="chart-overview" aria-hidden>
      <div style={{ left: `${share.start * 100}%`, width: `max(4px, ${(share.end - share.start) * 100}%)` }} />
    </div>
  )
}
