import { useRef } from 'react'
import { formatValue } from '../ui/format-value.ts'
import { type Bound, boundAfterKey, boundAtPixel, type HandlePlace, readHandleKey } from './cut-handle-logic.ts'
import type { ValueScale } from './value-scale.ts'

export interface CutHandleProps {
  bound: Bound
  value: number | null
  other: number | null
  place: HandlePlace
  scale: ValueScale
  /** Whether the outer end of what is shown is the end of the whole axis, where a bound is taken away. */
  isOuterEnd: boolean
  /** Smallest and largest value of the signal. */
  full: { min: number; max: number }
  /** The other handle is so near that the label would lie over it. */
  isCrowded: boolean
  /** The signal has whole numbers alone. */
  isWhole: boolean
  unit: string
  onMove: (value: number | null) => void
  /** The handle was let go. */
  onRelease: () => void
  /** A key moved the handle; more keys may follow. */
  onNudge: () => void
}

/** Room for a label of a handle. */
export const LABEL_PX = 96

const names: Record<Bound, string> = { min: 'Minimum', max: 'Maximum' }

/** The handle of one bound: dragged with the pointer, moved with arrow keys, taken away with Delete. */
export function CutHandle(props: CutHandleProps) {
  const { bound, value, other, place, scale, isOuterEnd, full, isCrowded, isWhole, unit, onMove, onRelease, onNudge } = props
  /** Distance from the pointer to the handle's line, kept while dragging so that the handle does not jump. */
  const grip = useRef<{ pointerId: number; offsetX: number } | null>(null)

  const limits = { bound, other, isOuterEnd, isWhole }
  const release = () => {
    if (!grip.current) return
    grip.current = null
    onRelease()
  }
  const text = value === null ? `no ${names[bound].toLowerCase()}` : `${formatValue(value)} ${unit}`

  return (
    <div
      role="slider"
      tabIndex={0}
      className="chart-handle"
      data-bound={bound}
      data-state={place.state}
      data-crowded={isCrowded || undefined}
      aria-label={names[bound]}
      aria-orientation="horizontal"
      aria-valuemin={full.min}
      aria-valuemax={full.max}
      aria-valuenow={value ?? (bound === 'min' ? full.min : full.max)}
      aria-valuetext={text}
      style={{ transform: `translateX(${place.x}px)` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.stopPropagation()
        event.currentTarget.focus()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { pointerId: event.pointerId, offsetX: event.clientX - place.x }
      }}
      onPointerMove={(event) => {
        if (grip.current?.pointerId === event.pointerId)
          onMove(boundAtPixel(scale, { ...limits, x: event.clientX - grip.current.offsetX }))
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onLostPointerCapture={release}
      onKeyDown={(event) => {
        const action = readHandleKey(event.key, event.shiftKey)
        if (!action || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        if (action.type === 'clear') onMove(null)
        else if (action.type === 'move') {
          onMove(boundAfterKey(scale, { ...limits, x: place.x + action.byPx, from: value, byPx: action.byPx }))
        } else onMove(boundAtPixel(scale, { ...limits, x: action.type === 'start' ? 0 : scale.widthPx }))
        onNudge()
      }}
    >
      <span className="chart-handle-line" aria-hidden />
      <span className="chart-handle-grip" aria-hidden />
      <span className="chart-handle-value number" data-side={labelSide(bound, place.x, scale.widthPx)} aria-hidden>
        {place.state === 'before' ? '‹ ' : ''}
        {value === null ? names[bound] : formatValue(value)}
        {place.state === 'after' ? ' ›' : ''}
      </span>
    </div>
  )
}

/** Labels stand outside of what is kept, while there is room. */
function labelSide(bound: Bound, x: number, widthPx: number): 'left' | 'right' {
  if (bound === 'min') return x > LABEL_PX ? 'left' : 'right'
  return x > widthPx - LABEL_PX ? 'left' : 'right'
}
