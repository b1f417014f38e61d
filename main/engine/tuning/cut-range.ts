import type { Cut } from '#contracts/recipe'
import { roundAsStored } from '../dataset/signals/round-as-stored.ts'
import { findFirst, type SortedColumn } from '../dataset/signals/sorted-column.ts'

/** The bounds of a cut as stored values are compared with them; infinite where the cut has none. */
export interface CutRange {
  readonly min: number
  readonly max: number
}

/** The one answer to what a cut keeps: whatever asks it of a value, of a column or of a sorted signal asks here. */
export function getCutRange({ min, max }: Pick<Cut, 'min' | 'max'>): CutRange {
  return { min: min === null ? -Infinity : roundAsStored(min), max: max === null ? Infinity : roundAsStored(max) }
}

/** Bounds are inclusive. A missing value, NaN, is neither below nor above, so it never drops a document. */
export function isBelow(range: CutRange, value: number): boolean {
  return value < range.min
}

/** See `isBelow`. */
export function isAbove(range: CutRange, value: number): boolean {
  return value > range.max
}

export function isDropped(range: CutRange, value: number): boolean {
  return isBelow(range, value) || isAbove(range, value)
}

/** The places of a signal's order that a cut keeps: from `start` up to, not including, `end`. */
export function findStretch(sorted: SortedColumn, range: CutRange): { start: number; end: number } {
  return {
    start: findFirst(sorted, (value) => !isBelow(range, value)),
    end: findFirst(sorted, (value) => isAbove(range, value)),
  }
}
