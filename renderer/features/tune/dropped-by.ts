import type { Signal } from '#contracts/dataset'
import type { BoundaryRow } from '#contracts/tuning'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import { text } from './text.ts'

/** The bound whose neighbours are listed, and the side of it that they stand on. */
export interface BoundarySide {
  signal: string
  bound: Bound
  side: 'inside' | 'outside'
}

/** Says what else than the listed bound drops a document next to it; null when nothing does. */
export function describeDrop(row: BoundaryRow, place: BoundarySide, signals: readonly Signal[]): string | null {
  const { signal, bound, side } = place
  // Outside of the bound its own signal says nothing new; inside it can only be the other bound.
  const others = side === 'outside' ? row.droppedBy.filter((name) => name !== signal) : row.droppedBy
  if (others.length === 0) return null
  const names = others.map((name) =>
    name === signal
      ? text.theBound[bound === 'min' ? 'max' : 'min']
      : (signals.find((each) => each.name === name)?.label ?? name),
  )
  return side === 'inside' ? text.droppedBy(names) : text.alsoDroppedBy(names)
}
