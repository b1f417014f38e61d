import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { ThresholdRule } from '#contracts/rule'
import { findFirst, type SortedColumn, valueAt } from '../../dataset/signals/sorted-column.ts'
import { type AscendingValues, type CutRange, isAbove, isBelow, isPercentile, resolveRange } from './bounds.ts'
import { type ClassedColumn, classColumn, columnOfClass } from './classed-column.ts'
import { boundsOf } from './document-classes.ts'
import { createWaitingRule, type ReadyBounds, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { sayWhatIsMissing } from './say-what-is-missing.ts'

/** Makes a threshold ready, as a segment of an order for each class of documents: a bound moves at the cost of a search in each. */
export async function readyThreshold(
  rule: ThresholdRule,
  place: number,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const { signal } = rule
  if (!columns.listSignals().some(({ name }) => name === signal)) {
    return createWaitingRule(sayWhatIsMissing(signal))
  }
  if (!hasBounds(rule)) return { ...createWaitingRule(null), bounds: { signal, ...noBounds } }
  const sorted = await columns.sortColumn(signal, waiting)
  const range = resolveRange(rule, valuesOf(sorted))
  const ends = findEnds(sorted, range)
  const bounds = describeBounds(rule, range, { ...ends, count: sorted.order.length })
  const words = { rule: place, signal }
  const { column } = sorted
  const classed = await classColumn(rule, { columns, sorted }, waiting)
  if (!classed) {
    const drops = { order: sorted.order, segments: Uint32Array.from(toSegment(sorted, ends)) }
    return { drops, bounds, waitsFor: null, explain: (id) => explainValue(column[id] as number, range, words) }
  }
  const ranges = await resolveRanges(rule, { columns, sorted, classed, range }, waiting)
  return {
    drops: { order: classed.order, segments: cutClasses(classed, sorted, ranges) },
    bounds,
    waitsFor: null,
    explain(id: DocumentId) {
      const own = ranges[(classed.classes.of[id] as number) - 1]
      return own ? explainValue(column[id] as number, own, words) : null
    },
  }
}

function valuesOf(sorted: SortedColumn): AscendingValues {
  return { count: sorted.order.length, at: (rank) => valueAt(sorted, rank) }
}

/** Where values stop to be below the range, and where they begin to be above it: the same or an earlier place where bounds cross. */
interface CutEnds {
  readonly start: number
  readonly end: number
}

function findEnds(sorted: SortedColumn, range: CutRange): CutEnds {
  return {
    start: findFirst(sorted, (value) => !isBelow(range, value)),
    end: findFirst(sorted, (value) => isAbove(range, value)),
  }
}

/** The segment of a column whose documents stand from the place `from` of an order on. */
function toSegment({ order }: SortedColumn, { start, end }: CutEnds, from = 0): readonly number[] {
  return [from, from + start, from + Math.max(start, end), from + order.length]
}

function cutClasses(classed: ClassedColumn, sorted: SortedColumn, ranges: readonly CutRange[]): Uint32Array {
  const segments = new Uint32Array(4 * ranges.length)
  for (const [place, range] of ranges.entries()) {
    const column = columnOfClass(classed, place, sorted)
    segments.set(toSegment(column, findEnds(column, range), classed.starts[place]), 4 * place)
  }
  return segments
}

/** The range of each class. A percentile is one of all documents of the language, also of those that the rule does not look at. */
async function resolveRanges(
  rule: ThresholdRule,
  { columns, sorted, classed, range }: { columns: RuleColumns; sorted: SortedColumn; classed: ClassedColumn; range: CutRange },
  waiting?: AbortSignal,
): Promise<CutRange[]> {
  const unscoped = { ...rule, only: null, except: null }
  const measured = hasOwnPercentile(rule, classed) ? await classColumn(unscoped, { columns, sorted }, waiting) : null
  return classed.classes.languages.map((language, place) => {
    if (language === null) return range
    return resolveRange(boundsOf(rule, language), valuesOf(columnOfClass(measured ?? classed, place, sorted)))
  })
}

function hasOwnPercentile(rule: ThresholdRule, { classes }: ClassedColumn): boolean {
  return classes.languages.some((language) => {
    const { min, max } = boundsOf(rule, language)
    return language !== null && (isPercentile(min) || isPercentile(max))
  })
}

const noBounds = { min: null, max: null, minPercentile: null, maxPercentile: null } as const

function hasBounds({ min, max, languages }: ThresholdRule): boolean {
  return min !== null || max !== null || Object.keys(languages).length > 0
}

function explainValue(value: number, range: CutRange, words: { rule: number; signal: string }): Hit | null {
  const shown = toFinite(value)
  if (isBelow(range, value)) return { kind: 'threshold', ...words, bound: 'min', cut: range.shown.min, value: shown }
  return isAbove(range, value) ? { kind: 'threshold', ...words, bound: 'max', cut: range.shown.max, value: shown } : null
}

function describeBounds(rule: ThresholdRule, range: CutRange, { start, end, count }: CutEnds & { count: number }): ReadyBounds {
  const toPercentile = (position: number) => (count === 0 ? null : (position / count) * 100)
  return {
    signal: rule.signal,
    min: rule.min === null ? null : toFinite(range.shown.min),
    max: rule.max === null ? null : toFinite(range.shown.max),
    minPercentile: rule.min === null ? null : toPercentile(start),
    maxPercentile: rule.max === null ? null : toPercentile(end),
  }
}

/** Null for a percentile where there is no value to take it of. */
function toFinite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null
}
