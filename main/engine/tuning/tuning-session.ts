import { setImmediate } from 'node:timers/promises'
import { AppError } from '#contracts/errors'
import type { Rule } from '#contracts/rule'
import type { Amount, Preview, PreviewRequest, RuleEffect, SignalRange } from '#contracts/tuning'
import { toDocumentId } from '../dataset/documents/document-id.ts'
import { findFirst } from '../dataset/signals/sorted-column.ts'
import { findBoundary } from './boundary.ts'
import type { Crossfilter } from './crossfilter.ts'
import type { DerivedColumns } from './derived-columns.ts'
import { forEachDropped, type ReadyRule } from './rules/ready-rule.ts'
import type { RuleColumns } from './rules/rule-columns.ts'

/**
 * What rules do to the documents and values of one snapshot. It is made for each call; what is costly is kept by the arrays that it comes from.
 * A call that is aborted ends what only it waited for.
 */
export interface TuningSession {
  ranges(signal?: AbortSignal): Promise<SignalRange[]>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<Preview>
  funnel(rules: readonly Rule[], signal?: AbortSignal): Promise<Amount[]>
  /** The rules as the one answer to what they drop. */
  ready(rules: readonly Rule[], signal?: AbortSignal): Promise<ReadyRule[]>
}

export function createTuningSession(project: RuleColumns, derived: DerivedColumns): TuningSession {
  const { documentCount } = project
  const signals = new Set(project.listSignals().map(({ name }) => name))
  const loadFilter = async (waiting?: AbortSignal) => derived.getFilter(await project.sizesBytes(waiting))
  const loadColumn = (signal: string, waiting?: AbortSignal) => project.readColumn(signal, waiting)
  const loadRange = async (signal: string, waiting?: AbortSignal) => derived.getRange(signal, await loadColumn(signal, waiting))
  const ready = (rules: readonly Rule[], waiting?: AbortSignal) => derived.readyRules.ready(project, rules, waiting)

  function checkSignal(signal: string): void {
    if (signals.has(signal)) return
    throw new AppError('signal.not-found', `The project has no signal "${signal}".`, { signal })
  }

  async function findNeighbours(
    { signal, bound, limit }: NonNullable<PreviewRequest['boundary']>,
    rules: readonly ReadyRule[],
    waiting: AbortSignal | undefined,
  ) {
    const sorted = await project.sortColumn(signal, waiting)
    // Of several bounds the tightest decides; without one the edge of the axis takes its place.
    const bounds = rules.flatMap(({ bounds }) => (bounds?.signal === signal ? (bounds[bound] ?? []) : []))
    const position =
      bound === 'min'
        ? findFirst(sorted, (value) => value >= Math.max(-Infinity, ...bounds.map(Math.fround)))
        : findFirst(sorted, (value) => value > Math.min(Infinity, ...bounds.map(Math.fround)))
    return findBoundary(sorted, { bound, position, limit })
  }

  async function readRows(ids: { inside: number[]; outside: number[] }, signal: string, rules: readonly ReadyRule[]) {
    const found = await project.rows([...ids.inside, ...ids.outside], [signal])
    const rows = await Promise.all(
      found.map(async (row) => {
        const hits = await Promise.all(rules.map((rule) => rule.explain(toDocumentId(row.id))))
        return { ...row, droppedBy: hits.flatMap((hit, place) => (hit === null ? [] : place)) }
      }),
    )
    return { inside: rows.slice(0, ids.inside.length), outside: rows.slice(ids.inside.length) }
  }

  return {
    async ranges(waiting) {
      const ranges: SignalRange[] = []
      for (const signal of signals) {
        ranges.push(await loadRange(signal, waiting))
        // A column of ten million values takes tens of milliseconds; other calls get their turn in between.
        await setImmediate()
        waiting?.throwIfAborted()
      }
      return ranges
    },

    async preview({ rules, histogram, boundary }, waiting) {
      checkRequest({ histogram })
      if (histogram) checkSignal(histogram.signal)
      if (boundary) checkSignal(boundary.signal)
      // Everything is loaded first: from `setRules` on nothing waits, so no other call can move the rules in between.
      const { crossfilter, histograms } = await loadFilter(waiting)
      const inForce = await ready(rules, waiting)
      const shown = histogram && {
        column: await loadColumn(histogram.signal, waiting),
        range: await loadRange(histogram.signal, waiting),
      }
      const neighbours = boundary && (await findNeighbours(boundary, inForce, waiting))

      const keys = nameRules(rules)
      const keyOf = (place: number) => keys[place] as string
      crossfilter.setRules(inForce.map(({ drops }, place) => ({ key: keyOf(place), ...drops })))
      const effects = inForce.map((rule, place) => describeEffect(rule, keyOf(place), crossfilter))
      const { kept } = crossfilter
      const result = {
        kept,
        dropped: { documents: documentCount - kept.documents, bytes: crossfilter.totalBytes - kept.bytes },
        effects,
        histogram: histogram && shown ? histograms.read(histogram, { ...shown, crossfilter }) : null,
      }
      if (!boundary || !neighbours) return { ...result, boundary: null }
      return { ...result, boundary: await readRows(neighbours, boundary.signal, inForce) }
    },

    async funnel(rules, waiting) {
      const sizes = await project.sizesBytes(waiting)
      const isDropped = new Uint8Array(documentCount)
      const amounts: Amount[] = []
      for (const { drops } of await ready(rules, waiting)) {
        const amount = { documents: 0, bytes: 0 }
        forEachDropped(drops, (id) => {
          if (isDropped[id] === 1) return
          isDropped[id] = 1
          amount.documents++
          amount.bytes += sizes[id] as number
        })
        amounts.push(amount)
        await setImmediate()
        waiting?.throwIfAborted()
      }
      return amounts
    },

    ready,
  }
}

function checkRequest({ histogram }: Pick<PreviewRequest, 'histogram'>): void {
  if (histogram?.range && histogram.range.min > histogram.range.max) {
    const reason = 'min is above max'
    throw new AppError('input.invalid', `The histogram was refused: ${reason}.`, { field: 'histogram.range', reason })
  }
}

/** Names for the rules; the same rule with another bound has the same one, so that it moves instead of beginning anew. */
function nameRules(rules: readonly Rule[]): string[] {
  const seen = new Map<string, number>()
  return rules.map((rule) => {
    const name = 'signal' in rule ? `${rule.rule} ${rule.signal}` : rule.rule
    const occurrence = seen.get(name) ?? 0
    seen.set(name, occurrence + 1)
    return `${name} ${occurrence}`
  })
}

function describeEffect({ bounds, waitsFor }: ReadyRule, key: string, crossfilter: Crossfilter): RuleEffect {
  const { min, max, minPercentile, maxPercentile } = bounds ?? { min: null, max: null, minPercentile: null, maxPercentile: null }
  return { min, max, minPercentile, maxPercentile, waitsFor, ...crossfilter.getEffect(key) }
}
