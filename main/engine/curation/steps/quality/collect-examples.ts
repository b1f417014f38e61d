import { hashContents } from '#native'
import type { StepBatch } from '../step.ts'
import { joinSignals } from './join-signals.ts'

/** A document to learn from. */
export interface Example {
  /** Of its content, a whole number below 2^52: examples with the same content count once, and the order is by it. */
  readonly hash: number
  /** Of its content less white space: those that differ in nothing else are never in different folds. */
  readonly group: number
  readonly bytes: Uint8Array
  readonly signals: Float64Array
}

/** An example with what it is: 1 good, 0 bad. */
export interface LabelledExample extends Example {
  readonly label: number
}

export interface CollectOptions {
  readonly signals: readonly string[]
  readonly maxExamples: number
  readonly maxDocumentBytes: number
  /** For the examples that are held at any time. */
  readonly memoryBytes: number
  readonly signal: AbortSignal
}

/**
 * Chooses examples among documents: of those with the smallest hashes of their content as many as may be, which is an even choice and the same
 * whatever the order of the documents. No more than twice as many are ever in memory.
 */
export async function collectExamples(batches: AsyncIterable<StepBatch>, options: CollectOptions): Promise<Example[]> {
  const { maxExamples } = options
  const maxBytes = options.memoryBytes / 2
  let examples = new Map<number, Example>()
  let heldBytes = 0
  // Hashes from here on are of no example.
  let limit = Number.POSITIVE_INFINITY

  // What is beyond the bounds now is beyond them whatever comes.
  function narrow(): void {
    const sorted = [...examples.values()].sort((a, b) => a.hash - b.hash)
    heldBytes = 0
    let count = 0
    for (; count < Math.min(maxExamples, sorted.length); count++) {
      const { length } = (sorted[count] as Example).bytes
      if (heldBytes + length > maxBytes) break
      heldBytes += length
    }
    limit = sorted[count]?.hash ?? limit
    examples = new Map(sorted.slice(0, count).map((example) => [example.hash, example]))
  }

  for await (const batch of batches) {
    options.signal.throwIfAborted()
    const hashes = await hashContents(batch, { signal: options.signal })
    const groups = await hashContents(batch, { ignoreSpacing: true, signal: options.signal })
    const rows = joinSignals(batch, options.signals)
    for (const place of batch.ids.keys()) {
      const hash = readHash(hashes, place)
      if (hash >= limit || examples.has(hash)) continue
      const example = { hash, group: readHash(groups, place), ...copyDocument(batch, place, { ...options, rows }) }
      examples.set(hash, example)
      heldBytes += example.bytes.length
      if (examples.size > 2 * maxExamples || heldBytes > 2 * maxBytes) narrow()
    }
  }
  narrow()
  return [...examples.values()]
}

/** 52 bits, the highest first, so that numbers are as even as hashes. */
function readHash(hashes: Uint8Array, place: number): number {
  const view = new DataView(hashes.buffer, hashes.byteOffset + 16 * place, 8)
  return view.getUint32(4, true) * 2 ** 20 + (view.getUint32(0, true) >>> 12)
}

/** The batch is not kept alive by a few of its documents. */
function copyDocument(
  { bytes, offsets }: StepBatch,
  place: number,
  { rows, signals, maxDocumentBytes }: { rows: Float64Array; signals: readonly string[]; maxDocumentBytes: number },
): Pick<Example, 'bytes' | 'signals'> {
  const start = offsets[place] as number
  const end = Math.min(offsets[place + 1] as number, start + maxDocumentBytes)
  return { bytes: bytes.slice(start, end), signals: rows.slice(place * signals.length, (place + 1) * signals.length) }
}
