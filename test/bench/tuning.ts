// Thresholds over ten million documents: how long one frame of a drag takes in the engine, with all that the window shows.
// Usage: npm run bench -- tuning [--documents N] [--peer-documents N]
import { parseArgs } from 'node:util'
import type { Preview, PreviewRequest } from '#contracts/tuning'
import { type SortedColumn, sortByValue, valueAt } from '#engine/dataset/signals/sorted-column'
import type { RuleColumns } from '#engine/tuning/rules/rule-columns'
import { createTuning, type Tuning } from '#engine/tuning/tuning'
import { makeDocumentRow } from '../support/make-document-row.ts'
import { threshold } from '../support/threshold.ts'
import { createRandom, createTuningCorpus, type TuningCorpus } from './tuning-corpus.ts'
import { openCrossfilterPeer, openSqlPeer, type TuningPeer } from './tuning-peers.ts'

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000000' },
    'peer-documents': { type: 'string', default: '1000000' },
    steps: { type: 'string', default: '10000' },
  },
})
const documentCount = Number(options.documents)
const drags = Number(options.steps)
const jumps = 40
const peerSteps = 30
/** Steps of a handle before another one is taken. */
const gestureSteps = 50

interface Side {
  readonly corpus: TuningCorpus
  readonly tuning: Tuning
  readonly orders: ReadonlyMap<string, SortedColumn>
  /** The bound of each signal. */
  readonly bounds: Map<string, number>
}

function openSide(count: number): Side & { loadMs: () => Promise<number> } {
  const corpus = createTuningCorpus(count)
  const orders = new Map<string, SortedColumn>()
  const { columns, sizes, languages } = corpus
  const bounds = new Map<string, number>()
  const project: RuleColumns = {
    documentCount: count,
    listSignals: () => [...columns.keys()].map((name) => ({ name })),
    readColumn: async (name) => columns.get(name) as Float32Array,
    async sortColumn(name) {
      const sorted = orders.get(name) ?? (await sortByValue(columns.get(name) as Float32Array))
      orders.set(name, sorted)
      return sorted
    },
    sizesBytes: async () => sizes,
    readCategory: async () => languages,
    hasDuplicates: () => false,
    findDuplicates: async () => null,
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
  const tuning = createTuning({ project: () => project })
  const side = { corpus, tuning, orders, bounds }
  /** Sorts, counts ranges, and shows everything for the first time, each bound at the highest fiftieth. */
  async function loadMs(): Promise<number> {
    const startMs = performance.now()
    await tuning.ranges()
    for (const name of columns.keys()) {
      const sorted = await project.sortColumn(name)
      bounds.set(name, valueAt(sorted, Math.floor(sorted.order.length * 0.98)))
    }
    await tuning.preview(frame(side))
    return performance.now() - startMs
  }
  return { ...side, loadMs }
}

/** What the window asks: the histograms of all signals, and the documents next to the bound that moves. */
function frame({ corpus, bounds }: Side, moving?: string): PreviewRequest {
  const names = [...corpus.columns.keys()]
  return {
    rules: names.map((name) => threshold(name, { max: bounds.get(name) ?? null })),
    histograms: names.map((signal) => ({ signal, bins: 200, scale: 'linear', range: null })),
    boundary: moving === undefined ? null : { signal: moving, bound: 'max', limit: 12 },
  }
}

/** The value that has this share of a signal's values at or below it. */
function valueAtShare({ orders }: Side, name: string, share: number): number {
  const sorted = orders.get(name) as SortedColumn
  return valueAt(sorted, Math.min(sorted.order.length - 1, Math.floor(share * sorted.order.length)))
}

/** Handles that wander between nothing dropped and a third, one after another, a hundredth of the documents in a step at most. */
function* wander(side: Side, steps: number): Generator<{ name: string; max: number }> {
  const random = createRandom()
  const names = [...side.corpus.columns.keys()]
  const shares = new Map(names.map((name) => [name, 0.98]))
  let name = names[0] as string
  for (let step = 0; step < steps; step++) {
    if (step % gestureSteps === 0) name = names[Math.floor(random() * names.length)] as string
    const share = Math.min(1, Math.max(0.67, (shares.get(name) as number) + (random() - 0.5) * 0.02))
    shares.set(name, share)
    yield { name, max: valueAtShare(side, name, share) }
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

/** Everything anew, in another crossfilter. */
async function recount({ corpus, orders, bounds }: Side, fresh: Tuning, preview: Preview): Promise<void> {
  const { boundary: _, ...expected } = await fresh.preview(frame({ corpus, orders, bounds, tuning: fresh }))
  const { boundary: __, ...actual } = preview
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error('The totals differ from those of a full recount.')
}

async function comparePeers(count: number): Promise<{ own: number; crossfilter: number; sql: number }> {
  const side = openSide(count)
  await side.loadMs()
  const { histograms } = await side.tuning.preview(frame(side))
  const signals = histograms.map(({ signal, edges }) => ({ name: signal, max: side.bounds.get(signal) as number, edges }))
  const peers: [string, TuningPeer][] = [
    ['crossfilter', openCrossfilterPeer(side.corpus, signals)],
    ['sql', await openSqlPeer(side.corpus, signals)],
  ]
  const timesMs = new Map<string, number[]>([['own', []], ...peers.map(([name]): [string, number[]] => [name, []])])
  for (const { name, max } of wander(side, peerSteps)) {
    side.bounds.set(name, max)
    let kept = 0
    const request = frame(side)
    timesMs.get('own')?.push(
      await measure(async () => {
        kept = (await side.tuning.preview(request)).kept.documents
      }),
    )
    for (const [peerName, peer] of peers) {
      let ofPeer = 0
      timesMs.get(peerName)?.push(
        await measure(async () => {
          ofPeer = await peer.move(name, max)
        }),
      )
      if (ofPeer !== kept) throw new Error(`${peerName} keeps ${ofPeer} documents, the engine ${kept}.`)
    }
  }
  const medianOf = (name: string) => percentile(timesMs.get(name) ?? [], 50)
  return { own: medianOf('own'), crossfilter: medianOf('crossfilter'), sql: medianOf('sql') }
}

function percentile(timesMs: readonly number[], share: number): number {
  const sorted = timesMs.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor((share / 100) * sorted.length))] ?? 0
}

const round = (value: number) => Math.round(value * 100) / 100

function report(what: string, timesMs: readonly number[]): void {
  const [p50, p95, max] = [50, 95, 100].map((share) => percentile(timesMs, share).toFixed(2))
  console.log(`${what}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`)
}

const peerCount = Math.min(documentCount, Number(options['peer-documents']))
const peers = await comparePeers(peerCount)
const ratios = { crossfilter: peers.crossfilter / peers.own, sql: peers.sql / peers.own }
console.log(
  `at ${peerCount} documents, medians: ${round(peers.own)} ms, crossfilter2 ${round(peers.crossfilter)} ms, DuckDB ${round(peers.sql)} ms`,
)
globalThis.gc?.()

const side = openSide(documentCount)
const signalCount = side.corpus.columns.size
globalThis.gc?.()
const before = process.memoryUsage().rss
const loadMs = await side.loadMs()
globalThis.gc?.()
const rssMb = (process.memoryUsage().rss - before) / 1e6
const orderMb = [...side.orders.values()].reduce((sum, { order, missing }) => sum + 4 * (order.length + missing.length), 0) / 1e6
console.log(`load of ${signalCount} signals × ${documentCount} documents: ${loadMs.toFixed(0)} ms`)
console.log(
  `memory beside the columns: ${rssMb.toFixed(0)} MB, of which ${orderMb.toFixed(0)} MB are the orders that tables sort by, too`,
)

const frames: number[] = []
const bare: number[] = []
let step = 0
let last: Preview | undefined
for (const { name, max } of wander(side, drags)) {
  side.bounds.set(name, max)
  // In turns with and without the rows of documents next to the bound.
  const times = step % 2 === 0 ? frames : bare
  const request = frame(side, step % 2 === 0 ? name : undefined)
  times.push(
    await measure(async () => {
      last = await side.tuning.preview(request)
    }),
  )
  step++
}
report(`${drags} steps of a drag, as the window asks`, frames)
report('of them without the documents next to the bound', bare)

const jumped: number[] = []
const [first, second] = [...side.corpus.columns.keys()] as [string, string]
for (let jump = 0; jump < jumps; jump++) {
  const name = jump % 4 < 2 ? first : second
  side.bounds.set(name, valueAtShare(side, name, jump % 2 === 0 ? 0 : 1))
  const request = frame(side, name)
  jumped.push(
    await measure(async () => {
      last = await side.tuning.preview(request)
    }),
  )
}
report('jumps of a bound over the whole range', jumped)
const fresh = createTuning({
  project: () => ({
    documentCount,
    listSignals: () => [...side.corpus.columns.keys()].map((name) => ({ name })),
    readColumn: async (name) => side.corpus.columns.get(name) as Float32Array,
    sortColumn: async (name) => side.orders.get(name) as SortedColumn,
    sizesBytes: async () => side.corpus.sizes,
    readCategory: async () => side.corpus.languages,
    hasDuplicates: () => false,
    findDuplicates: async () => null,
    findFindings: async () => null,
    readFindings: async () => [],
    rows: () => [],
  }),
})
if (last) await recount(side, fresh, last)

console.log(
  JSON.stringify({
    documents: documentCount,
    signals: signalCount,
    load_ms: round(loadMs),
    update_p50_ms: round(percentile(frames, 50)),
    update_p95_ms: round(percentile(frames, 95)),
    update_max_ms: round(percentile(frames, 100)),
    all_histograms_update_p95_ms: round(percentile(bare, 95)),
    jump_p95_ms: round(percentile(jumped, 95)),
    rss_mb: round(rssMb),
    vs_crossfilter2: round(ratios.crossfilter),
    vs_sql: round(ratios.sql),
  }),
)
