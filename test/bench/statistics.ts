import { type DocumentBatch, getMeasureTextKernel, measureCode, measureText } from '#native'
import { measureBatchReference } from '../native/text/measure-text-reference.ts'
import { median, readSourceCorpus, toBatch } from './source-corpus.ts'

/**
 * Speed of the statistics on real source text, on one thread and interleaved in one run: the line and character statistics against
 * the plain TypeScript reference, and the whole list of signals. Run it with `node test/bench/statistics.ts`; the last line is one
 * JSON object. Speeds per core are in processor time, so that other programs on the machine do not count.
 */
const corpusBytes = 64 * 1024 * 1024
/** The size in which an import hands documents on. */
const batchBytes = 4 * 1024 * 1024
const rounds = 5
/** Of what code corpora hold; the bundles in the rest of the corpus are far larger than any. */
const usualDocumentBytes = 256 * 1024

function gatherBatches(maxDocumentBytes: number): DocumentBatch[] {
  const batches: DocumentBatch[] = []
  let documents: Uint8Array[] = []
  let sizeBytes = 0
  for (const document of readSourceCorpus(corpusBytes, maxDocumentBytes)) {
    documents.push(document)
    sizeBytes += document.length
    if (sizeBytes < batchBytes) continue
    batches.push(toBatch(documents))
    documents = []
    sizeBytes = 0
  }
  if (documents.length > 0) batches.push(toBatch(documents))
  return batches
}

async function timeNative(batches: readonly DocumentBatch[]): Promise<{ seconds: number; rows: Float64Array[] }> {
  const start = performance.now()
  const rows: Float64Array[] = []
  // One call at a time keeps the work on one thread.
  for (const batch of batches) rows.push(await measureText(batch))
  return { seconds: (performance.now() - start) / 1000, rows }
}

/**
 * MB of text per second of processor time, all threads of the process added. Each batch counts with the best of its rounds: what
 * else runs on the machine slows even the processor time down, and never speeds it up.
 */
async function timeBest(batches: readonly DocumentBatch[], measure: (batch: DocumentBatch) => Promise<unknown>): Promise<number> {
  const best = batches.map(() => Number.POSITIVE_INFINITY)
  for (let round = 1; round <= rounds; round++) {
    for (const [index, batch] of batches.entries()) {
      const start = process.cpuUsage()
      await measure(batch)
      const { user, system } = process.cpuUsage(start)
      best[index] = Math.min(best[index] ?? 0, user + system)
    }
  }
  const sizeBytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0)
  return sizeBytes / best.reduce((sum, microseconds) => sum + microseconds, 0)
}

async function measureAll(batch: DocumentBatch): Promise<void> {
  await measureText(batch)
  await measureCode(batch)
}

function timeReference(batches: readonly DocumentBatch[]): { seconds: number; rows: Float64Array[] } {
  const start = performance.now()
  const rows = batches.map(measureBatchReference)
  return { seconds: (performance.now() - start) / 1000, rows }
}

function assertSame(native: readonly Float64Array[], reference: readonly Float64Array[]): void {
  for (const [index, rows] of native.entries()) {
    const expected = reference[index]
    if (expected === undefined || !Buffer.from(rows.buffer).equals(Buffer.from(expected.buffer))) {
      throw new Error(`The native rows of batch ${index} differ from those of the reference.`)
    }
  }
}

const batches = gatherBatches(Number.POSITIVE_INFINITY)
const sizeBytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0)
const documentCount = batches.reduce((sum, batch) => sum + batch.offsets.length - 1, 0)
console.log(`corpus: ${(sizeBytes / 1e6).toFixed(1)} MB in ${documentCount} files; kernel: ${getMeasureTextKernel()}`)

const nativeSpeeds: number[] = []
const referenceSpeeds: number[] = []
for (let round = 1; round <= rounds; round++) {
  const native = await timeNative(batches)
  const reference = timeReference(batches)
  assertSame(native.rows, reference.rows)
  nativeSpeeds.push(sizeBytes / 1e6 / native.seconds)
  referenceSpeeds.push(sizeBytes / 1e6 / reference.seconds)
  console.log(
    `round ${round}: native ${nativeSpeeds.at(-1)?.toFixed(0)} MB/s, reference ${referenceSpeeds.at(-1)?.toFixed(0)} MB/s`,
  )
}
const nativeSpeed = median(nativeSpeeds)
const referenceSpeed = median(referenceSpeeds)
console.log(
  `median: native ${nativeSpeed.toFixed(0)} MB/s, reference ${referenceSpeed.toFixed(0)} MB/s, ratio ${(nativeSpeed / referenceSpeed).toFixed(1)}`,
)

const usual = gatherBatches(usualDocumentBytes)
const linesAndCharacters = await timeBest(usual, measureText)
const all = await timeBest(usual, measureAll)
const allOfBundles = await timeBest(batches, measureAll)
const usualBytes = usual.reduce((sum, batch) => sum + batch.bytes.length, 0)
console.log(`documents of at most ${usualDocumentBytes / 1024} KiB: ${(usualBytes / 1e6).toFixed(1)} MB; bundles too: see corpus`)
console.log(
  `per core: lines and characters ${linesAndCharacters.toFixed(0)} MB/s, all signals ${all.toFixed(0)} MB/s, all signals with bundles ${allOfBundles.toFixed(0)} MB/s`,
)
console.log(
  JSON.stringify({
    native_mb_s: Math.round(nativeSpeed),
    reference_mb_s: Math.round(referenceSpeed),
    mb_s_per_core: { lines_and_characters: Math.round(linesAndCharacters), all: Math.round(all) },
    ratios: { reference: Number((nativeSpeed / referenceSpeed).toFixed(1)) },
  }),
)
