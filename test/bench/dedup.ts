import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { computeJaccards, type DuplicateReport, notDuplicate, openDuplicateIndex } from '#native'
import { createGenerator, type GeneratedDocument, readTokenSource } from './generated-corpus.ts'
import { toBatch } from './source-corpus.ts'

/**
 * Near-duplicates of a million generated documents, from text to clusters: time, memory, and how many of the planted copies are
 * found. Run it with `node test/bench/dedup.ts [--documents N] [--memory-mb N] [--verify]`; the last line is one JSON object.
 *
 * `seconds` counts signatures and search, not the making of the documents, except of those that `--verify` reads again.
 * `bytes_per_document` is the growth of the resident memory from before the search to its peak, its buffers and its result included.
 * `match_seconds` is the time to match 2,000 new documents against the index. `recall` is the share of planted copies with a similarity of 0.7 or more that are in the cluster of their original; `precision` the
 * share of documents reported as duplicates whose kept document has the same original.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    'memory-mb': { type: 'string', default: '64' },
    verify: { type: 'boolean', default: false },
  },
})
const documentCount = Number(values.documents)
const memoryBytes = Number(values['memory-mb']) * 1024 * 1024
const threshold = 0.7
const batchDocuments = 2000
const generate = createGenerator(readTokenSource(24 * 1024 * 1024), 20260301)

type Totals = { textBytes: number; generateSeconds: number; addSeconds: number; searchSeconds: number }

function generateBatch(first: number): GeneratedDocument[] {
  const count = Math.min(batchDocuments, documentCount - first)
  return Array.from({ length: count }, (_, index) => generate(first + index))
}

/** Calls `work` and returns the most resident memory seen meanwhile. */
async function watchMemory(work: () => Promise<void>): Promise<number> {
  let peakBytes = process.memoryUsage.rss()
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }, 20)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return Math.max(peakBytes, process.memoryUsage.rss())
}

async function addAll(
  index: Awaited<ReturnType<typeof openDuplicateIndex>>,
  totals: Totals,
  originals: Uint32Array,
): Promise<void> {
  const parallel = availableParallelism()
  for (let first = 0; first < documentCount; first += batchDocuments * parallel) {
    const start = performance.now()
    const batches = Array.from({ length: parallel }, (_, lane) => generateBatch(first + lane * batchDocuments))
    const inputs = batches.map((documents) => toBatch(documents.map(({ text }) => text)))
    const generated = performance.now()
    await Promise.all(inputs.map((input, lane) => index.add(input, Math.min(first + lane * batchDocuments, documentCount))))
    totals.addSeconds += (performance.now() - generated) / 1000
    totals.generateSeconds += (generated - start) / 1000
    for (const [lane, documents] of batches.entries()) {
      totals.textBytes += inputs[lane]?.bytes.length ?? 0
      for (const [place, { original }] of documents.entries()) originals[first + lane * batchDocuments + place] = original
    }
  }
}

/** The similarity of each planted copy to its original; 1 in the place of originals. */
async function measureCopies(originals: Uint32Array): Promise<Float32Array> {
  const similarities = new Float32Array(documentCount).fill(1)
  const copies = Array.from(originals.keys()).filter((id) => originals[id] !== id)
  for (let first = 0; first < copies.length; first += 1000) {
    const part = copies.slice(first, first + 1000)
    const texts = part.flatMap((id) => [generate(originals[id] ?? 0).text, generate(id).text])
    const jaccards = await computeJaccards(toBatch(texts), Uint32Array.from(texts.keys()))
    for (const [place, jaccard] of jaccards.entries()) similarities[part[place] ?? 0] = jaccard
  }
  return similarities
}

function assess(
  report: DuplicateReport,
  originals: Uint32Array,
  similarities: Float32Array,
): { recall: number; precision: number } {
  let similar = 0
  let found = 0
  let reported = 0
  let right = 0
  for (let id = 0; id < documentCount; id++) {
    const original = originals[id] ?? 0
    if (original !== id && (similarities[id] ?? 0) >= threshold) {
      similar++
      if (report.clusters[id] === report.clusters[original]) found++
    }
    const kept = report.duplicateOf[id] ?? notDuplicate
    if (kept === notDuplicate) continue
    reported++
    if (originals[kept] === original) right++
  }
  console.log(
    `${similar} planted copies of similarity ${threshold} or more, ${found} found; ${reported} reported, ${right} of them planted`,
  )
  return { recall: found / similar, precision: right / reported }
}

const folder = mkdtempSync(path.join(tmpdir(), 'dedup-bench-'))
try {
  const totals: Totals = { textBytes: 0, generateSeconds: 0, addSeconds: 0, searchSeconds: 0 }
  const originals = new Uint32Array(documentCount)
  let report: DuplicateReport | undefined
  generateBatch(0)
  globalThis.gc?.()
  await using index = await openDuplicateIndex({ folder, memoryBytes })
  await addAll(index, totals, originals)
  globalThis.gc?.()
  const beforeBytes = process.memoryUsage.rss()
  const start = performance.now()
  const peakBytes = await watchMemory(async () => {
    report = await index.findDuplicates({
      threshold,
      ...(values.verify && { readDocuments: (ids) => toBatch(Array.from(ids, (id) => generate(id).text)) }),
    })
  })
  totals.searchSeconds = (performance.now() - start) / 1000
  const text = (totals.textBytes / 1e6).toFixed(0)
  console.log(
    `${documentCount} documents, ${text} MB: made in ${totals.generateSeconds.toFixed(1)} s, signatures ${totals.addSeconds.toFixed(1)} s, search ${totals.searchSeconds.toFixed(1)} s`,
  )
  if (report === undefined) throw new Error('The search gave no report.')
  const fresh = Array.from({ length: batchDocuments }, (_, place) => generate(documentCount + place).text)
  const matchStart = performance.now()
  const matches = await index.findMatches(toBatch(fresh), { threshold })
  const matchSeconds = (performance.now() - matchStart) / 1000
  console.log(
    `${fresh.length} new documents matched in ${matchSeconds.toFixed(1)} s: ${new Set(matches.documents).size} are duplicates`,
  )
  const quality = assess(report, originals, await measureCopies(originals))
  const seconds = totals.addSeconds + totals.searchSeconds
  console.log(
    JSON.stringify({
      documents: documentCount,
      text_mb: Math.round(totals.textBytes / 1e6),
      seconds: Math.round(seconds * 10) / 10,
      peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      bytes_per_document: Math.round((peakBytes - beforeBytes) / documentCount),
      match_seconds: Math.round(matchSeconds * 10) / 10,
      recall: Math.round(quality.recall * 10000) / 10000,
      precision: Math.round(quality.precision * 10000) / 10000,
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
