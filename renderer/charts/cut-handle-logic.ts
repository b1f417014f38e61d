import { type ValueScale, valueAtPixel } from './value-scale.ts'

/** Which end of a cut a handle moves. */
export type Bound = 'min' | 'max'

/** How near the pointer must be to a handle's line to take hold of it, in pixels. */
const GRAB_DISTANCE_PX = 8

/** Where a handle stands, and whether its bound is absent or lies outside of what is shown. */
export interface HandlePlace {
  x: number
  state: 'set' | 'unset' | 'before' | 'after'
}

/** Places a handle: an absent bound waits at its end of the axis, one that is outside of what is shown at the edge nearest to it. */
export function placeHandle(scale: ValueScale, bound: Bound, value: number | null): HandlePlace {
  if (value === null) return { x: bound === 'min' ? 0 : scale.widthPx, state: 'unset' }
  const x = scale.toPixel(value)
  if (x < -0.5) return { x: 0, state: 'before' }
  if (x > scale.widthPx + 0.5) return { x: scale.widthPx, state: 'after' }
  return { x, state: 'set' }
}

/** The handle that a pointer takes hold of: the nearest within reach; of two at the same place, the one that can move that way. */
export function findHandleAt(places: Record<Bound, HandlePlace>, pointerX: number): Bound | undefined {
  const toMin = Math.abs(places.min.x - pointerX)
  const toMax = Math.abs(places.max.x - pointerX)
  if (Math.min(toMin, toMax) > GRAB_DISTANCE_PX) return undefined
  if (toMin === toMax) return pointerX <= places.min.x ? 'min' : 'max'
  return toMin < toMax ? 'min' : 'max'
}

/**
 * The bound for a handle that is moved to a pixel. Reaching the outer end of the whole axis takes the bound away; the other
 * bound is never crossed. Among whole numbers a bound is one too.
 */
export function boundAtPixel(scale: ValueScale, move: HandleMove): number | null {
  const x = Math.min(Math.max(move.x, 0), scale.widthPx)
  if (move.isOuterEnd && (move.bound === 'min' ? x <= 0 : x >= scale.widthPx)) return null
  const value = valueAtPixel(scale, x)
  return keepBeside(move, move.isWhole ? Math.round(value) : value)
}

/** The bound after a key that moves it by pixels: always another one, also where several pixels share a whole number. */
export function boundAfterKey(scale: ValueScale, move: HandleMove & { from: number | null; byPx: number }): number | null {
  const value = boundAtPixel(scale, move)
  return move.isWhole && value !== null && value === move.from ? keepBeside(move, value + Math.sign(move.byPx)) : value
}

/** Where a handle is moved to. */
interface HandleMove {
  bound: Bound
  x: number
  /** The other bound of the cut. */
  other: number | null
  isOuterEnd: boolean
  /** The signal has whole numbers alone. */
  isWhole: boolean
}

function keepBeside({ bound, other }: HandleMove, value: number): number {
  if (other === null) return value
  return bound === 'min' ? Math.min(value, other) : Math.max(value, other)
}

/** What a key does to a handle: a distance in pixels, the far ends, or taking the bound away. */
export type HandleKey = { type: 'move'; byPx: number } | { type: 'start' } | { type: 'end' } | { type: 'clear' }

/** Arrow keys move by one pixel, with Shift by ten. Undefined for any other key. */
export function readHandleKey(key: string, shift: boolean): HandleKey | undefined {
  const step = shift ? 10 : 1
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return { type: 'move', byPx: -step }
    case 'ArrowRight':
    case 'ArrowUp':
      return { type: 'move', byPx: step }
    case 'PageDown':
      return { type: 'move', byPx: -50 }
    case 'PageUp':
      return { type: 'move', byPx: 50 }
    case 'Home':
      return { type: 'start' }
    case 'End':
      return { type: 'end' }
    case 'Delete':
    case 'Backspace':
      return { type: 'clear' }
    default:
      return undefined
  }
}
