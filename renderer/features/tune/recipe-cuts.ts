import type { Cut } from '#contracts/recipe'
import type { Bound } from '../../charts/cut-handle-logic.ts'

/** The cut of a signal; one without bounds when the recipe has none. Of several cuts on one signal the tightest bounds hold. */
export function cutOf(cuts: readonly Cut[], signal: string): Cut {
  const own = cuts.filter((cut) => cut.signal === signal)
  const mins = own.flatMap((cut) => cut.min ?? [])
  const maxes = own.flatMap((cut) => cut.max ?? [])
  return { signal, min: mins.length > 0 ? Math.max(...mins) : null, max: maxes.length > 0 ? Math.min(...maxes) : null }
}

/**
 * The cuts with one bound changed. The order of the recipe is kept, a new signal comes last, and a cut without bounds is
 * taken out. A bound that would pass the other one stops at it, so that the cut stays possible and the other one unchanged.
 */
export function withBound(cuts: readonly Cut[], change: { signal: string; bound: Bound; value: number | null }): Cut[] {
  const { signal, bound, value } = change
  const cut = { ...cutOf(cuts, signal), [bound]: value }
  if (cut.min !== null && cut.max !== null && cut.min > cut.max) {
    if (bound === 'min') cut.min = cut.max
    else cut.max = cut.min
  }
  const changed = cut.min === null && cut.max === null ? [] : [cut]
  const place = cuts.findIndex((other) => other.signal === signal)
  if (place < 0) return [...cuts, ...changed]
  return [...cuts.slice(0, place), ...changed, ...withoutSignal(cuts.slice(place), signal)]
}

/** The cuts without those of a signal. */
export function withoutSignal(cuts: readonly Cut[], signal: string): Cut[] {
  return cuts.filter((cut) => cut.signal !== signal)
}

/** Whether two lists of cuts are the same rules in the same order. */
export function areSameCuts(a: readonly Cut[], b: readonly Cut[]): boolean {
  return (
    a.length === b.length &&
    a.every((cut, index) => {
      const other = b[index]
      return other !== undefined && cut.signal === other.signal && cut.min === other.min && cut.max === other.max
    })
  )
}

/**
 * The bound whose neighbours are listed: the one that was touched last if it is set, else the other, else none.
 */
export function boundaryBound(cut: Cut, touched: Bound | null): Bound | null {
  if (touched !== null && cut[touched] !== null) return touched
  if (cut.max !== null) return 'max'
  return cut.min !== null ? 'min' : null
}
