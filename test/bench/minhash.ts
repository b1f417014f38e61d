import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { computeSignatures, type DocumentBatch, getMinHashKernel, openDuplicateIndex } from '#native'
import { runPeer } from './peers/run-peer.ts'
import { median, readSourceCorpus, toBatch } from './source-corpus.ts'

/**
 * Speed of MinHash signatures (256 permutations, shingles of 5 tokens) of real source text on one thread, in CPU time so that other
 * programs on the machine count little; side by side with datasketch and rensa if `test/bench/peers/install.mjs` has installed them.
 * Run it with `node test/bench/minhash.ts`; the last line is one JSON object.
 */
const corpusBytes = 64 * 1024 * 1024
/** Bundles of megabytes are no source code. */
const fileBytes = 100 * 1024
/** The peers take a part of the corpus. */
const peerBytes = 12 * 1024 * 1024
const batchBytes = 4 * 1024 * 1024
const rounds = 5

type Peer = { hashing_seconds: number; removed?: number[] }
type PeerReport = { shingling_seconds: number; datasketch?: Peer; rensa?: Peer }

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

async function timeSignatures(batches: readonly DocumentBatch[]): Promise<{ cpuSeconds: number; seconds: number }> {
  const start = performance.now()
  const before = process.cpuUsage()
  // One call at a time keeps the work on one thread.
  for (const batch of batches) await computeSignatures(batch)
  const { user, system } = process.cpuUsage(before)
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1000 }
}

async function findRemoved(documents: readonly Uint8Array[], folder: string, seed: number): Promise<Set<number>> {
  await using index = await openDuplicateIndex({ folder, options: { seed }, memoryBytes: 64 * 1024 * 1024 })
  await index.add(toBatch(documents), 0)
  const report = await index.findDuplicates({ bands: { bands: 25, rows: 10 } })
  return new Set(report.ids.filter((id, place) => report.clusters[place] !== id))
}

function countShared(first: ReadonlySet<number>, second: ReadonlySet<number>): number {
  return [...first].filter((id) => second.has(id)).length
}

async function comparePeers(documents: readonly Uint8Array[]): Promise<Record<string, number>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'minhash-bench-'))
  try {
    const batch = toBatch(documents)
    const [data, offsets] = [path.join(folder, 'data'), path.join(folder, 'offsets.json')]
    writeFileSync(data, batch.bytes)
    writeFileSync(offsets, JSON.stringify([...batch.offsets]))
    const report = runPeer('minhash.py', [data, offsets]) as PeerReport | undefined
    if (report === undefined) {
      console.log('peers: not installed (node test/bench/peers/install.mjs)')
      return {}
    }
    const { cpuSeconds } = await timeSignatures([batch])
    const ratios: Record<string, number> = {}
    for (const name of ['datasketch', 'rensa'] as const) {
      const peer = report[name]
      if (peer === undefined) continue
      const seconds = report.shingling_seconds + peer.hashing_seconds
      ratios[name] = Math.round((seconds / cpuSeconds) * 10) / 10
      ratios[`${name}_hashing_only`] = Math.round((peer.hashing_seconds / cpuSeconds) * 10) / 10
      const megabytes = batch.bytes.length / 1e6
      console.log(
        `${name}: ${(megabytes / seconds).toFixed(2)} MB/s, ${(megabytes / peer.hashing_seconds).toFixed(2)} MB/s without making shingles; native ${(megabytes / cpuSeconds).toFixed(0)} MB/s on the same ${megabytes.toFixed(1)} MB`,
      )
    }
    if (report.datasketch?.removed !== undefined) {
      const own = await findRemoved(documents, path.join(folder, 'first'), 1)
      const other = await findRemoved(documents, path.join(folder, 'second'), 2)
      const theirs = new Set(report.datasketch.removed)
      // Pairs near the threshold are a matter of chance: how much two seeds agree says how much two programs can.
      console.log(
        `removed: native ${own.size}, BigCode's recipe on datasketch ${theirs.size}, both ${countShared(own, theirs)}; native with other permutations ${other.size}, both ${countShared(own, other)}`,
      )
    }
    return ratios
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const documents = [...readSourceCorpus(corpusBytes, fileBytes)]
const batches = [...toBatches(documents)]
const sizeBytes = documents.reduce((sum, document) => sum + document.length, 0)
console.log(`corpus: ${(sizeBytes / 1e6).toFixed(1)} MB in ${documents.length} files; kernel: ${getMinHashKernel()}`)
await timeSignatures(batches)
const speeds: number[] = []
for (let round = 1; round <= rounds; round++) {
  const { cpuSeconds, seconds } = await timeSignatures(batches)
  speeds.push(1 / cpuSeconds)
  console.log(
    `round ${round}: ${(sizeBytes / 1e6 / cpuSeconds).toFixed(0)} MB/s per core, ${(sizeBytes / 1e6 / seconds).toFixed(0)} MB/s on the clock`,
  )
}
const speed = median(speeds)
let peerSize = 0
const ratios = await comparePeers(documents.filter((document) => (peerSize += document.length) <= peerBytes))
console.log(
  JSON.stringify({
    mb_s_per_core: Math.round((sizeBytes / 1e6) * speed),
    documents_s_per_core: Math.round(documents.length * speed),
    ratios,
  }),
)
