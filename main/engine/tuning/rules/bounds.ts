import type { RuleBound } from '#contracts/rule'
import { roundAsStored } from '../../dataset/signals/round-as-stored.ts'

/** Bounds as stored values are compared with them; infinite where there is none. */
export interface CutRange {
  readonly min: number
  readonly max: number
  /** As people are told of them: a number as it was given. */
  readonly shown: { readonly min: number; readonly max: number }
}

/** Bounds are inclusive. A missing value, NaN, is neither below nor above, so it never drops a document. */
export function isBelow(range: CutRange, value: number): boolean {
  return value < range.min
}

/** See `isBelow`. */
export function isAbove(range: CutRange, value: number): boolean {
  return value > range.max
}

/**
 * The bounds as numbers. With `min` at a percentile the lowest of the values, so many percent of them, are below it; with `max` at one, the
 * lowest so many percent, rounded up, are not above it. `values` ascend and have no NaN.
 */
export function resolveRange({ min, max }: { min: RuleBound; max: RuleBound }, values: AscendingValues): CutRange {
  const lowest = resolveBound(min, values, (share) => Math.floor(share)) ?? -Infinity
  const highest = resolveBound(max, values, (share) => Math.ceil(share) - 1) ?? Infinity
  // Nobody wants to read of -0.
  const shown = { min: (typeof min === 'number' ? min : lowest) + 0, max: (typeof max === 'number' ? max : highest) + 0 }
  return { min: lowest, max: highest, shown }
}

/** Values by their rank. */
export interface AscendingValues {
  readonly count: number
  at(rank: number): number
}

function resolveBound(bound: RuleBound, { count, at }: AscendingValues, toRank: (share: number) => number): number | null {
  if (bound === null || typeof bound === 'number') return bound === null ? null : roundAsStored(bound)
  if (count === 0) return null
  // 0.07 * 100 is 7.000000000000001.
  const share = Number(((bound.percentile / 100) * count).toFixed(6))
  return at(Math.min(count - 1, Math.max(0, toRank(share))))
}

/** Whether a bound depends on other documents. */
export function isPercentile(bound: RuleBound): boolean {
  return typeof bound === 'object' && bound !== null
}
