// Thresholds over ten million documents: how long one frame of a drag takes in the engine.
// Usage: npm run bench -- tuning [documents]
import type { PreviewRequest } from '#contracts/tuning'
import { type SortedColumn, sortByValue } from '#engine/dataset/signals/sorted-column'
import type { RuleColumns } from '#engine/tuning/rules/rule-columns'
import { createTuning } from '#engine/tuning/tuning'
import { makeDocumentRow } from '../support/make-document-row.ts'
import { threshold } from '../support/threshold.ts'

const documentCount = Number(process.argv[2] ?? 10_000_000)
const signalCount = 12
const frames = 300

const columns = new Map<string, Float32Array>()
const orders = new Map<string, SortedColumn>()
for (let index = 0; index < signalCount; index++) columns.set(`signal_${index}`, createColumn(index))
const sizes = Float64Array.from({ length: documentCount }, () => Math.floor(Math.exp(Math.random() * 10)))
const project: RuleColumns = {
  documentCount,
  listSignals: () => [...columns.keys()].map((name) => ({ name })),
  readColumn: async (signal) => columns.get(signal) ?? new Float32Array(documentCount),
  sortColumn: async (signal) => {
    const sorted = orders.get(signal) ?? (await sortByValue(columns.get(signal) ?? new Float32Array(documentCount)))
    orders.set(signal, sorted)
    return sorted
  },
  sizesBytes: async () => sizes,
  readCategory: async () => ({ places: new Uint8Array(documentCount), values: ['none'] }),
  findDuplicates: async () => null,
  hasDuplicates: () => false,
  findFindings: async () => null,
  readFindings: async () => [],
  rows: (ids, names) =>
    ids.map((id) =>
      makeDocumentRow({
        id,
        path: `file-${id}`,
        sizeBytes: sizes[id] ?? 0,
        signals: names.map((name) => columns.get(name)?.[id] ?? null),
      }),
    ),
}
const memoryBeforeBytes = process.memoryUsage().rss

const tuning = createTuning({ project: () => project })
const openMs = await measure(() => tuning.ranges())
console.log(`open: ranges of ${signalCount} signals × ${documentCount} documents in ${openMs.toFixed(0)} ms`)

// Thresholds on every signal, each dropping one document in fifty, so that documents fail any number of them.
const rules = [...columns.keys()].map((signal) => threshold(signal, { max: 98 }))
const firstMs = await measure(() => tuning.preview(frame(0, 98)))
console.log(`first preview, sorting ${signalCount} signals: ${firstMs.toFixed(0)} ms`)

const drag: number[] = []
for (let step = 0; step < frames; step++) drag.push(await measure(() => tuning.preview(frame(0, 98 - (90 * step) / frames))))
report('drag of one handle over nine tenths of the documents in 300 frames', drag)

const lognormal: number[] = []
for (let step = 0; step < frames; step++)
  lognormal.push(await measure(() => tuning.preview(frame(1, 10 ** (2 - (2 * step) / frames)))))
report('the same on a heavy-tailed signal with a logarithmic axis', lognormal)

const crowded: number[] = []
const names = [...columns.keys()]
for (let step = 0; step < frames; step++) {
  const max = 98 - (90 * step) / frames
  let frameMs = 0
  for (const shown of names) frameMs += await measure(() => tuning.preview(frame(2, max, shown)))
  crowded.push(frameMs)
}
report(`with the histograms of all ${signalCount} signals in every frame`, crowded)

const jumpMs = await measure(() => tuning.preview(frame(0, 98)))
console.log(`a jump of the bound over nine tenths of the documents: ${jumpMs.toFixed(1)} ms`)
const zoomMs = await measure(() =>
  tuning.preview({ ...frame(0, 98), histogram: { signal: 'signal_0', bins: 200, scale: 'linear', range: { min: 20, max: 30 } } }),
)
console.log(`a zoom of the axis: ${zoomMs.toFixed(1)} ms`)
console.log(`memory of the crossfilter: ${((process.memoryUsage().rss - memoryBeforeBytes) / 2 ** 20).toFixed(0)} MiB`)

console.log(
  JSON.stringify({
    documents: documentCount,
    signals: signalCount,
    update_p50_ms: round(percentile(drag, 50)),
    update_p95_ms: round(percentile(drag, 95)),
    log_update_p95_ms: round(percentile(lognormal, 95)),
    all_histograms_update_p95_ms: round(percentile(crowded, 95)),
    jump_ms: round(jumpMs),
    zoom_ms: round(zoomMs),
    open_ms: round(openMs),
    first_preview_ms: round(firstMs),
    crossfilter_bytes: process.memoryUsage().rss - memoryBeforeBytes,
  }),
)

/** Uniform from 0 to 100, every second one heavy-tailed with the same upper end, one value in a hundred missing. */
function createColumn(index: number): Float32Array {
  const column = new Float32Array(documentCount)
  for (let id = 0; id < documentCount; id++) {
    const share = Math.random()
    column[id] = Math.random() < 0.01 ? Number.NaN : index % 2 === 0 ? share * 100 : 10 ** (share * 2)
  }
  return column
}

function frame(index: number, max: number, shown = `signal_${index}`): PreviewRequest {
  const signal = `signal_${index}`
  return {
    rules: rules.map((rule) => (rule.signal === signal ? { ...rule, max } : rule)),
    histogram: { signal: shown, bins: 200, scale: index % 2 === 0 ? 'linear' : 'log', range: null },
    boundary: { signal, bound: 'max', limit: 20 },
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

function report(what: string, timesMs: number[]): void {
  const [p50, p95, max] = [50, 95, 100].map((share) => percentile(timesMs, share).toFixed(2))
  console.log(`${what}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`)
}

function percentile(timesMs: number[], share: number): number {
  const sorted = [...timesMs].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor((share / 100) * sorted.length))] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
