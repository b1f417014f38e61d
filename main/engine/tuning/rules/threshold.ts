import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { ThresholdRule } from '#contracts/rule'
import { selectDocuments } from '../../dataset/signals/select-documents.ts'
import { findFirst, type SortedColumn, valueAt } from '../../dataset/signals/sorted-column.ts'
import { type CutRange, isAbove, isBelow, isPercentile, resolveRange, wholeRange } from './bounds.ts'
import { groupByPlace } from './group-by-place.ts'
import { createWaitingRule, dropAll, type ReadyBounds, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { loadScope } from './rule-scope.ts'

/** Makes a threshold ready. Without scope and languages it is a stretch of the signal's order, so a bound moves at the cost of a search. */
export async function readyThreshold(
  rule: ThresholdRule,
  place: number,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<ReadyRule> {
  const { signal } = rule
  if (!columns.listSignals().some(({ name }) => name === signal)) {
    return createWaitingRule(`The project has no signal “${signal}” yet.`)
  }
  if (!hasBounds(rule)) return { ...createWaitingRule(null), bounds: { signal, ...noBounds } }
  const sorted = await columns.sortColumn(signal, waiting)
  const range = resolveRange(rule, { count: sorted.order.length, at: (rank) => valueAt(sorted, rank) })
  // Where values stop to be below the range, and where they begin to be above it.
  const start = findFirst(sorted, (value) => !isBelow(range, value))
  const end = findFirst(sorted, (value) => isAbove(range, value))
  const bounds = describeBounds(rule, range, { start, end, count: sorted.order.length })
  const rangeOf = await loadRanges(rule, { columns, sorted, range }, waiting)
  const isInScope = await loadScope(rule, columns, waiting)
  const { column } = sorted
  const explain = (id: DocumentId): Hit | null => {
    if (isInScope && !isInScope(id)) return null
    return explainValue(column[id] as number, rangeOf ? rangeOf(id) : range, { rule: place, signal })
  }
  if (!rangeOf && !isInScope) {
    return { drops: { order: sorted.order, start, end: Math.max(start, end) }, bounds, waitsFor: null, explain }
  }
  const isDropped = (id: number) => {
    if (isInScope && !isInScope(id)) return false
    const own = rangeOf ? rangeOf(id) : range
    const value = column[id] as number
    return isBelow(own, value) || isAbove(own, value)
  }
  return { drops: dropAll(await selectDocuments(columns.documentCount, isDropped, waiting)), bounds, waitsFor: null, explain }
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

function describeBounds(
  rule: ThresholdRule,
  range: CutRange,
  { start, end, count }: { start: number; end: number; count: number },
): ReadyBounds {
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

/** The range of each document where languages have ranges of their own; null where all have one. */
async function loadRanges(
  rule: ThresholdRule,
  { columns, sorted, range }: { columns: RuleColumns; sorted: SortedColumn; range: CutRange },
  waiting?: AbortSignal,
): Promise<((id: number) => CutRange) | null> {
  const pairs = [rule, ...Object.values(rule.languages)]
  const takesPercentiles = rule.byLanguage && pairs.some(({ min, max }) => isPercentile(min) || isPercentile(max))
  if (!takesPercentiles && Object.keys(rule.languages).length === 0) return null
  const { places, values } = await columns.readCategory('language', waiting)
  const own = new Map(Object.entries(rule.languages).map(([name, pair]) => [name.toLowerCase(), pair]))
  const needsGroups = pairs.slice(takesPercentiles ? 0 : 1).some(({ min, max }) => isPercentile(min) || isPercentile(max))
  const groups = needsGroups ? groupByPlace(sorted, places, values.length) : null
  const ranges = values.map((name, language): CutRange => {
    const pair = own.get(name.toLowerCase()) ?? (takesPercentiles ? rule : null)
    if (pair === null) return range
    return resolveRange(pair, groups?.[language] ?? { count: 0, at: () => Number.NaN })
  })
  return (id) => ranges[places[id] as number] ?? wholeRange
}
