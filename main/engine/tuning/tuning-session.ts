import { setImmediate } from 'node:timers/promises'
import { AppError } from '#contracts/errors'
import type { Rule } from '#contracts/rule'
import type { HistogramRequest, Preview, PreviewRequest, RuleEffect, SignalRange } from '#contracts/tuning'
import { toDocumentId } from '../dataset/documents/document-id.ts'
import { findFirst } from '../dataset/signals/sorted-column.ts'
import type { Crossfilter } from '../platform/tuning-kernel.ts'
import { findBoundary } from './boundary.ts'
import type { DerivedColumns } from './derived-columns.ts'
import type { HistogramOf } from './histogram-cache.ts'
import { forEachDropped, type ReadyRule } from './rules/ready-rule.ts'
import type { RuleColumns } from './rules/rule-columns.ts'

/**
 * What rules do to the documents and values of one snapshot. It is made for each call; what is costly is kept by the arrays that it comes from.
 * A call that is aborted ends what only it waited for.
 */
export interface TuningSession {
  ranges(signal?: AbortSignal): Promise<SignalRange[]>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<Preview>
  /** See `Tuning.funnel`. */
  funnel(rules: readonly Rule[], measures: readonly ArrayLike<number>[], signal?: AbortSignal): Promise<FunnelStep[]>
  /** The rules as the one answer to what they drop. */
  ready(rules: readonly Rule[], signal?: AbortSignal): Promise<ReadyRule[]>
}

/** What a rule drops and no rule before it does. */
export interface FunnelStep {
  readonly documents: number
  /** Of each measure, over these documents. */
  readonly sums: readonly number[]
}

export function createTuningSession(project: RuleColumns, derived: DerivedColumns): TuningSession {
  const signals = new Set(project.listSignals().map(({ name }) => name))
  const loadColumn = (signal: string, waiting?: AbortSignal) => project.readColumn(signal, waiting)
  const loadRange = async (signal: string, waiting?: AbortSignal) => derived.getRange(signal, await loadColumn(signal, waiting))
  const ready = (rules: readonly Rule[], waiting?: AbortSignal) => derived.readyRules.ready(project, rules, waiting)

  function checkSignal(signal: string): void {
    if (signals.has(signal)) return
    throw new AppError('signal.not-found', `The project has no signal "${signal}".`, { signal })
  }

  function checkHistogram(request: HistogramRequest): void {
    checkRange(request)
    checkSignal(request.signal)
  }

  async function loadHistogram(request: HistogramRequest, waiting?: AbortSignal): Promise<HistogramOf> {
    const column = await loadColumn(request.signal, waiting)
    return { request, column, range: await loadRange(request.signal, waiting) }
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

    async preview({ rules, histograms, boundary }, waiting) {
      for (const histogram of histograms) checkHistogram(histogram)
      if (boundary) checkSignal(boundary.signal)
      // Everything is loaded first: from `getFilter` on nothing waits, so no other call can move the rules in between.
      const sizes = await project.sizesBytes(waiting)
      const inForce = await ready(rules, waiting)
      const wanted = await Promise.all(histograms.map((request) => loadHistogram(request, waiting)))
      const languages = await project.readCategory('language', waiting)
      const neighbours = boundary && (await findNeighbours(boundary, inForce, waiting))

      const filter = derived.getFilter(sizes)
      const { crossfilter } = filter
      const keys = nameRules(rules)
      crossfilter.setRules(inForce.map(({ drops }, place) => ({ key: keys[place] as string, ...drops })))
      const kept = crossfilter.readKept()
      const result = {
        kept,
        dropped: {
          documents: crossfilter.whole.documents - kept.documents,
          bytes: crossfilter.whole.bytes - kept.bytes,
        },
        effects: describeEffects(inForce, crossfilter),
        histograms: filter.histograms.read(wanted),
        languages: filter.languageMix.read(languages),
      }
      if (!boundary || !neighbours) return { ...result, boundary: null }
      return { ...result, boundary: await readRows(neighbours, boundary.signal, inForce) }
    },

    async funnel(rules, measures, waiting) {
      const isDropped = new Uint8Array(project.documentCount)
      const steps: FunnelStep[] = []
      for (const { drops } of await ready(rules, waiting)) {
        const step = { documents: 0, sums: measures.map(() => 0) }
        forEachDropped(drops, (id) => {
          if (isDropped[id] === 1) return
          isDropped[id] = 1
          step.documents++
          for (const [place, measure] of measures.entries()) step.sums[place] = (step.sums[place] as number) + (measure[id] ?? 0)
        })
        steps.push(step)
        await setImmediate()
        waiting?.throwIfAborted()
      }
      return steps
    },

    ready,
  }
}

function checkRange({ range }: HistogramRequest): void {
  if (!range || range.min <= range.max) return
  const reason = 'min is above max'
  throw new AppError('input.invalid', `The histogram was refused: ${reason}.`, { field: 'histograms.range', reason })
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

const noBounds = { min: null, max: null, minPercentile: null, maxPercentile: null }

function describeEffects(rules: readonly ReadyRule[], crossfilter: Crossfilter): RuleEffect[] {
  return crossfilter.readEffects().map((amounts, place): RuleEffect => {
    const { bounds, waitsFor } = rules[place] as ReadyRule
    const { min, max, minPercentile, maxPercentile } = bounds ?? noBounds
    return { min, max, minPercentile, maxPercentile, waitsFor, ...amounts }
  })
}
