import { setImmediate } from 'node:timers/promises'
import type { DocumentId } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { Cut } from '#contracts/recipe'
import type { CutEffect, Preview, PreviewRequest, SignalRange } from '#contracts/tuning'
import { findBoundary } from './boundary.ts'
import type { Crossfilter, CutStretch } from './crossfilter.ts'
import { findStretch, getCutRange } from './cut-range.ts'
import { type CutColumn, findHits } from './decisions.ts'
import type { DerivedColumns } from './derived-columns.ts'
import type { SignalColumns } from './signal-columns.ts'

/**
 * What cuts do to the documents and values of one snapshot. It is made for each call; what is costly is kept by the arrays that it comes from.
 * A call that is aborted ends what only it waited for.
 */
export interface TuningSession {
  ranges(signal?: AbortSignal): Promise<SignalRange[]>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<Preview>
  /** The cuts on signals that the project has, with their values. */
  loadCutColumns(cuts: readonly Cut[], signal?: AbortSignal): Promise<CutColumn[]>
}

/** A cut with at least one bound, on a signal that the project has. */
interface ActiveCut extends CutStretch {
  cut: Cut
}

const noAmount = { documents: 0, bytes: 0 } as const

export function createTuningSession(project: SignalColumns, derived: DerivedColumns): TuningSession {
  const { documentCount } = project
  const signals = new Set(project.listSignals().map(({ name }) => name))
  const loadFilter = async (waiting?: AbortSignal) => derived.getFilter(await project.sizesBytes(waiting))
  const loadColumn = (signal: string, waiting?: AbortSignal) => project.readColumn(signal, waiting)
  const loadSorted = (signal: string, waiting?: AbortSignal) => project.sortColumn(signal, waiting)
  const loadRange = async (signal: string, waiting?: AbortSignal) => derived.getRange(signal, await loadColumn(signal, waiting))

  function checkSignal(signal: string): void {
    if (signals.has(signal)) return
    throw new AppError('signal.not-found', `The project has no signal "${signal}".`, { signal })
  }

  async function activate(cuts: readonly Cut[], waiting: AbortSignal | undefined): Promise<(ActiveCut | null)[]> {
    const seen = new Map<string, number>()
    const active: (ActiveCut | null)[] = []
    for (const cut of cuts) {
      if ((cut.min === null && cut.max === null) || !signals.has(cut.signal)) {
        active.push(null)
        continue
      }
      const occurrence = seen.get(cut.signal) ?? 0
      seen.set(cut.signal, occurrence + 1)
      const sorted = await loadSorted(cut.signal, waiting)
      active.push({ cut, key: `${occurrence} ${cut.signal}`, sorted, ...findStretch(sorted, getCutRange(cut)) })
    }
    return active
  }

  async function findNeighbours(
    request: NonNullable<PreviewRequest['boundary']>,
    cuts: readonly Cut[],
    waiting: AbortSignal | undefined,
  ) {
    const { signal, bound, limit } = request
    const sorted = await loadSorted(signal, waiting)
    const stretches = cuts.filter((cut) => cut.signal === signal).map((cut) => findStretch(sorted, getCutRange(cut)))
    // Without a bound the edge of the axis takes its place. Of several bounds the tightest decides.
    const position =
      bound === 'min'
        ? Math.max(0, ...stretches.map(({ start }) => start))
        : Math.min(sorted.order.length, ...stretches.map(({ end }) => end))
    return findBoundary(sorted, { bound, position, limit })
  }

  async function readRows(ids: { inside: number[]; outside: number[] }, signal: string, cuts: readonly CutColumn[]) {
    const found = await project.rows([...ids.inside, ...ids.outside], [signal])
    const rows = found.map((row) => ({ ...row, droppedBy: findDroppingSignals(row.id, cuts) }))
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

    async preview({ cuts, histogram, boundary }, waiting) {
      checkRequest({ histogram })
      if (histogram) checkSignal(histogram.signal)
      if (boundary) checkSignal(boundary.signal)
      // Everything is loaded first: from `setCuts` on nothing waits, so no other call can move the cuts in between.
      const { crossfilter, histograms } = await loadFilter(waiting)
      const active = await activate(cuts, waiting)
      const shown = histogram && {
        column: await loadColumn(histogram.signal, waiting),
        range: await loadRange(histogram.signal, waiting),
      }
      const neighbours = boundary && (await findNeighbours(boundary, cuts, waiting))

      const inForce = active.filter((cut) => cut !== null)
      crossfilter.setCuts(inForce)
      const effects = cuts.map((cut, index) => describeEffect(cut, active[index] ?? null, crossfilter))
      const { kept } = crossfilter
      const result = {
        kept,
        dropped: { documents: documentCount - kept.documents, bytes: crossfilter.totalBytes - kept.bytes },
        effects,
        histogram: histogram && shown ? histograms.read(histogram, { ...shown, crossfilter }) : null,
      }
      if (!boundary || !neighbours) return { ...result, boundary: null }
      const cutColumns = inForce.map(({ cut, sorted }) => ({ cut, column: sorted.column }))
      return { ...result, boundary: await readRows(neighbours, boundary.signal, cutColumns) }
    },

    async loadCutColumns(cuts, waiting) {
      const known = cuts.filter((cut) => signals.has(cut.signal))
      return Promise.all(known.map(async (cut) => ({ cut, column: await loadColumn(cut.signal, waiting) })))
    },
  }
}

function checkRequest({ histogram }: Pick<PreviewRequest, 'histogram'>): void {
  if (histogram?.range && histogram.range.min > histogram.range.max) {
    const reason = 'min is above max'
    throw new AppError('input.invalid', `The histogram was refused: ${reason}.`, { field: 'histogram.range', reason })
  }
}

/** The signals of the cuts that drop a document, each once. */
function findDroppingSignals(documentId: DocumentId, cuts: readonly CutColumn[]): string[] {
  return [...new Set(findHits(documentId, cuts).map(({ signal }) => signal))]
}

function describeEffect(cut: Cut, active: ActiveCut | null, crossfilter: Crossfilter): CutEffect {
  const { signal } = cut
  if (!active) return { signal, minPercentile: null, maxPercentile: null, dropped: noAmount, droppedAlone: noAmount }
  const valueCount = active.sorted.order.length
  const toPercentile = (position: number) => (valueCount === 0 ? null : (position / valueCount) * 100)
  return {
    signal,
    minPercentile: cut.min === null ? null : toPercentile(active.start),
    maxPercentile: cut.max === null ? null : toPercentile(active.end),
    ...crossfilter.getEffect(active.key),
  }
}
