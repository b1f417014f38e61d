import type { StartedCall } from '../base/addon-call.ts'
import type { DocumentBatch } from '../base/document-batch.ts'
import { runIndexCall } from './duplicate-index-error.ts'
import { defaultThreshold, type FindDuplicatesOptions, readBatch } from './duplicate-search.ts'
import type { MinHashBands } from './minhash-bands.ts'
import { computeJaccards, type MinHashOptions } from './near-duplicates.ts'

export type FindMatchesOptions = Pick<FindDuplicatesOptions, 'threshold' | 'bands' | 'signal'> & {
  /** Most matches of one document, those of the highest estimate; 16 by default. */
  maxMatches?: number
  /**
   * Reads documents of the index again, in the order of the ids. If given, the exact similarity decides what is a match, and
   * `exactJaccard` is filled in. At most 1,024 ids at once, and a document may be asked for more than once.
   */
  readDocuments?: FindDuplicatesOptions['readDocuments']
  /** Documents of the index compared with so far, and in all. */
  onProgress?: (progress: { done: number; total: number }) => void
}

/** Pairs of a new document and one of the index, by document, then from the highest estimate to the lowest, then by id. */
export type MatchReport = {
  /** Places in the batch. */
  documents: Uint32Array
  /** Ids in the index. */
  ids: Uint32Array
  /** The share of equal numbers in the two signatures. */
  estimatedJaccard: Float32Array
  /** The same of the sets of shingles; NaN without `readDocuments`. */
  exactJaccard: Float32Array
}

/** A comparison in the addon; its calls come in the order of `matchBatch`. */
export type NativeMatch = {
  startBegin(bytes: Uint8Array, offsets: DocumentBatch['offsets']): StartedCall<undefined>
  /** Compares with the next part of the index; gives the documents compared so far and all. */
  startCompare(): StartedCall<Float64Array>
  startFinish(): StartedCall<Pick<MatchReport, 'documents' | 'ids'> & { estimated: Float32Array }>
}

/** Compares the batch with the whole index, and verifies the matches if the caller gives documents. */
export async function matchBatch(
  running: NativeMatch,
  batch: DocumentBatch,
  options: FindMatchesOptions,
  minHash: MinHashOptions,
): Promise<MatchReport> {
  const { signal, onProgress, readDocuments } = options
  await runIndexCall(running.startBegin(batch.bytes, batch.offsets), signal)
  for (;;) {
    const [done = 0, total = 0] = await runIndexCall(running.startCompare(), signal)
    onProgress?.({ done, total })
    signal?.throwIfAborted()
    if (done === total) break
  }
  const { documents, ids, estimated } = await runIndexCall(running.startFinish(), signal)
  const report = { documents, ids, estimatedJaccard: estimated, exactJaccard: new Float32Array(ids.length).fill(Number.NaN) }
  if (readDocuments === undefined) return report
  await fillExact(report, batch, options, minHash, readDocuments)
  return keepSimilar(report, options.threshold ?? defaultThreshold)
}

/** What the addon needs to begin: without verification the estimate decides. */
export function toMatchArguments(
  bands: MinHashBands,
  options: FindMatchesOptions,
): [bands: number, rows: number, minEstimate: number, maxMatches: number] {
  const minEstimate = options.readDocuments === undefined ? (options.threshold ?? defaultThreshold) : 0
  return [bands.bands, bands.rows, minEstimate, options.maxMatches ?? 16]
}

/** Documents of the index that are in memory at once. */
const verifiedDocuments = 1024

async function fillExact(
  report: MatchReport,
  batch: DocumentBatch,
  { signal }: FindMatchesOptions,
  minHash: MinHashOptions,
  readDocuments: NonNullable<FindMatchesOptions['readDocuments']>,
): Promise<void> {
  const { tokens, shingleLength } = minHash
  for (let start = 0; start < report.ids.length; ) {
    const ids = new Map<number, number>()
    let end = start
    for (; end < report.ids.length && ids.size < verifiedDocuments; end++) {
      const id = report.ids[end] ?? 0
      if (!ids.has(id)) ids.set(id, ids.size)
    }
    const old = await readBatch(Uint32Array.from(ids.keys()), readDocuments, signal)
    const first = report.documents[start] ?? 0
    const last = report.documents[end - 1] ?? 0
    const joined = joinBatches(old, batch, first, last + 1)
    const pairs = new Uint32Array(2 * (end - start))
    for (let match = start; match < end; match++) {
      pairs[2 * (match - start)] = ids.get(report.ids[match] ?? 0) ?? 0
      pairs[2 * (match - start) + 1] = ids.size + (report.documents[match] ?? 0) - first
    }
    const jaccards = await computeJaccards(joined, pairs, {
      ...(tokens === undefined ? {} : { tokens }),
      ...(shingleLength === undefined ? {} : { shingleLength }),
      ...(signal === undefined ? {} : { signal }),
    })
    report.exactJaccard.set(jaccards, start)
    start = end
  }
}

/** The first batch, followed by the documents `from` to `to` of the second. */
function joinBatches(first: DocumentBatch, second: DocumentBatch, from: number, to: number): DocumentBatch {
  const firstBytes = first.bytes.subarray(first.offsets[0], first.offsets.at(-1))
  const secondStart = second.offsets[from] ?? 0
  const secondBytes = second.bytes.subarray(secondStart, second.offsets[to])
  const bytes = new Uint8Array(firstBytes.length + secondBytes.length)
  bytes.set(firstBytes)
  bytes.set(secondBytes, firstBytes.length)
  const offsets = new Float64Array(first.offsets.length + to - from)
  const firstStart = first.offsets[0] ?? 0
  for (const [index, offset] of first.offsets.entries()) offsets[index] = offset - firstStart
  for (let document = from; document < to; document++) {
    offsets[first.offsets.length + document - from] = firstBytes.length + (second.offsets[document + 1] ?? 0) - secondStart
  }
  return { bytes, offsets }
}

function keepSimilar(report: MatchReport, threshold: number): MatchReport {
  const isSimilar = (_: number, match: number) => (report.exactJaccard[match] ?? 0) >= Math.fround(threshold)
  return {
    documents: report.documents.filter(isSimilar),
    ids: report.ids.filter(isSimilar),
    estimatedJaccard: report.estimatedJaccard.filter(isSimilar),
    exactJaccard: report.exactJaccard.filter(isSimilar),
  }
}
