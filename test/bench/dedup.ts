import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type DuplicateIndex, type DuplicateReport, openDuplicateIndex } from '#native'
import { assessReport, compareWithAllPairs } from './dedup-quality.ts'
import { createGenerator, type GeneratedDocument, readTokenSource } from './generated-corpus.ts'
import { comparePeers, medianSeconds, ratiosOf, round } from './minhash-peers.ts'
import { toBatch } from './source-corpus.ts'
import { createStoredCorpus, type StoredCorpus } from './stored-corpus.ts'

/**
 * Near-duplicates of a million generated documents, of which every fifth is a copy with 1 to 40 edits for a hundred words: from text
 * to verified clusters. Run it with `npm run bench -- dedup [--documents N] [--memory-mb N] [--estimate]`; the last line is one JSON
 * object.
 *
 * `seconds` counts signatures, search and verification with its reading, not the making of the documents; `--estimate` leaves the
 * verification out. `bytes_per_document` is the growth of the resident memory from before the search to its peak, its buffers and its
 * result included. `recall`, `precision`, `recall_at_threshold` and `kept_agreement_exact` are explained in `dedup-quality.ts`, the
 * last one over the first 4,000 documents. `ratios` are those of `minhash.ts` for "deduplicate", over the first 5,000 documents, where
 * no side verifies.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    'memory-mb': { type: 'string', default: '64' },
    estimate: { type: 'boolean', default: false },
  },
})
const documentCount = Number(values.documents)
const memoryBytes = Number(values['memory-mb']) * 1024 * 1024
const threshold = 0.7
const batchDocuments = 2000
const comparedDocuments = Math.min(4000, documentCount)
const peerDocuments = Math.min(5000, documentCount)
const peerRounds = 3
const generate = createGenerator(readTokenSource(24 * 1024 * 1024), 20260301)

type Totals = { textBytes: number; generateSeconds: number; addSeconds: number }

function generateBatch(first: number): GeneratedDocument[] {
  const count = Math.max(0, Math.min(batchDocuments, documentCount - first))
  return Array.from({ length: count }, (_, index) => generate(first + index))
}

/** Calls `work`; gives its result and the most resident memory seen meanwhile. */
async function watchMemory<Result>(work: () => Promise<Result>): Promise<{ result: Result; peakBytes: number }> {
  let peakBytes = process.memoryUsage.rss()
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }, 20)
  try {
    const result = await work()
    return { result, peakBytes: Math.max(peakBytes, process.memoryUsage.rss()) }
  } finally {
    clearInterval(timer)
  }
}

async function addAll(index: DuplicateIndex, corpus: StoredCorpus, originals: Uint32Array): Promise<Totals> {
  const totals: Totals = { textBytes: 0, generateSeconds: 0, addSeconds: 0 }
  const parallel = availableParallelism()
  for (let first = 0; first < documentCount; first += batchDocuments * parallel) {
    const start = performance.now()
    const batches = Array.from({ length: parallel }, (_, lane) => generateBatch(first + lane * batchDocuments))
    const inputs = batches.map((documents) => toBatch(documents.map(({ text }) => text)))
    for (const input of inputs) corpus.append(input)
    for (const [place, { original }] of batches.flat().entries()) originals[first + place] = original
    const generated = performance.now()
    await Promise.all(inputs.map((input, lane) => index.add(input, Math.min(first + lane * batchDocuments, documentCount))))
    totals.addSeconds += (performance.now() - generated) / 1000
    totals.generateSeconds += (generated - start) / 1000
    totals.textBytes += inputs.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }
  return totals
}

async function search(index: DuplicateIndex, corpus: StoredCorpus): Promise<DuplicateReport> {
  const phases = new Set<string>()
  return index.findDuplicates({
    threshold,
    ...(!values.estimate && { readDocuments: corpus.read }),
    onProgress: ({ phase, total }) => {
      if (!phases.has(phase)) console.log(`${total} ${phase}`)
      phases.add(phase)
    },
  })
}

const folder = mkdtempSync(path.join(tmpdir(), 'dedup-bench-'))
try {
  using corpus = createStoredCorpus(path.join(folder, 'corpus'), documentCount)
  const originals = new Uint32Array(documentCount)
  await using index = await openDuplicateIndex({ folder: path.join(folder, 'index'), memoryBytes })
  const totals = await addAll(index, corpus, originals)
  globalThis.gc?.()
  const beforeBytes = process.memoryUsage.rss()
  const start = performance.now()
  const { result: report, peakBytes } = await watchMemory(() => search(index, corpus))
  const searchSeconds = (performance.now() - start) / 1000
  console.log(
    `${documentCount} documents, ${(totals.textBytes / 1e6).toFixed(0)} MB: made in ${totals.generateSeconds.toFixed(1)} s, signatures ${totals.addSeconds.toFixed(1)} s, search ${searchSeconds.toFixed(1)} s`,
  )
  const quality = await assessReport(report, corpus, originals, threshold)
  const agreement = await compareWithAllPairs(corpus, comparedDocuments, threshold)
  const peerTexts = Array.from({ length: peerDocuments }, (_, number) => corpus.read([number]).bytes)
  const measures = await comparePeers(peerTexts, 'deduplicate', peerRounds)
  for (const [name, { removed, memoryBytes: peerBytes }] of measures) {
    console.log(`${name}: ${removed.length} of ${peerDocuments} removed, ${(peerBytes / 1e6).toFixed(0)} MB of memory`)
  }
  console.log(
    JSON.stringify({
      documents: documentCount,
      text_mb: Math.round(totals.textBytes / 1e6),
      seconds: round(totals.addSeconds + searchSeconds, 1),
      bytes_per_document: Math.round((peakBytes - beforeBytes) / documentCount),
      recall: round(quality.recall, 4),
      precision: round(quality.precision, 4),
      recall_at_threshold: round(quality.recallAtThreshold, 4),
      kept_agreement_exact: round(agreement, 4),
      ratios: { ...ratiosOf(measures, medianSeconds), ...ratiosOf(measures, ({ memoryBytes }) => memoryBytes, '_memory') },
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
