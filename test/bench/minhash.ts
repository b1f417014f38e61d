import { computeSignatures, type DocumentBatch, getMinHashKernel } from '#native'
import { comparePeers, medianSeconds, ratiosOf } from './minhash-peers.ts'
import { median, readSourceCorpus, toBatch } from './source-corpus.ts'

/**
 * Speed of MinHash signatures (256 permutations, shingles of 5 tokens) of real source text on one thread, in CPU time so that other
 * programs on the machine count little; side by side with datasketch and rensa if `test/bench/peers/install.mjs` has installed them.
 * Run it with `npm run bench -- minhash`; the last line is one JSON object.
 *
 * Its `ratios` are of the median CPU time of a peer to that of the native kernels with their default tokens, taking turns in one run
 * after a warm-up, from text to signatures; with `_hashing` from shingles that Python made before, while the native side still begins
 * with the text; with `_memory` of the peaks of resident memory. `native_bigcode` is the native side with the peers' tokens.
 */
const corpusBytes = 24 * 1024 * 1024
/** Bundles of megabytes are no source code. */
const fileBytes = 100 * 1024
/** The peers take a part of the corpus. */
const peerBytes = 4 * 1024 * 1024
const batchBytes = 4 * 1024 * 1024
const rounds = 5
const peerRounds = 3

function* toBatches(documents: readonly Uint8Array[]): Generator<DocumentBatch> {
  let part: Uint8Array[] = []
  let sizeBytes = 0
  for (const document of documents) {
    part.push(document)
    sizeBytes += document.length
    if (sizeBytes < batchBytes) continue
    yield toBatch(part)
    part = []
    sizeBytes = 0
  }
  if (part.length > 0) yield toBatch(part)
}

async function timeSignatures(batches: readonly DocumentBatch[]): Promise<number> {
  const before = process.cpuUsage()
  // One call at a time keeps the work on one thread.
  for (const batch of batches) await computeSignatures(batch)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const documents = [...readSourceCorpus(corpusBytes, fileBytes)]
const batches = [...toBatches(documents)]
const sizeBytes = documents.reduce((sum, document) => sum + document.length, 0)
if (sizeBytes < corpusBytes)
  throw new Error(`The installed packages have ${sizeBytes} bytes of source alone, not ${corpusBytes}.`)
console.log(`corpus: ${(sizeBytes / 1e6).toFixed(1)} MB in ${documents.length} files; kernel: ${getMinHashKernel()}`)
await timeSignatures(batches)
const seconds: number[] = []
for (let round = 0; round < rounds; round++) seconds.push(await timeSignatures(batches))
console.log(`rounds: ${seconds.map((cpu) => `${(sizeBytes / 1e6 / cpu).toFixed(0)} MB/s`).join(', ')} per core`)

let peerSize = 0
const part = documents.filter((document) => (peerSize += document.length) <= peerBytes)
const ratios: Record<string, number> = {}
for (const question of ['sign', 'hash'] as const) {
  const measures = await comparePeers(part, question, peerRounds)
  for (const [name, own] of measures) {
    console.log(
      `${question}: ${name} ${(peerBytes / 1e6 / medianSeconds(own)).toFixed(1)} MB/s, ${(own.memoryBytes / 1e6).toFixed(0)} MB of memory`,
    )
  }
  Object.assign(ratios, ratiosOf(measures, medianSeconds, question === 'hash' ? '_hashing' : ''))
  if (question === 'sign')
    Object.assign(
      ratios,
      ratiosOf(measures, ({ memoryBytes }) => memoryBytes, '_memory'),
    )
}
console.log(
  JSON.stringify({
    mb_s_per_core: Math.round(sizeBytes / 1e6 / median(seconds)),
    documents_s_per_core: Math.round(documents.length / median(seconds)),
    ratios,
  }),
)
