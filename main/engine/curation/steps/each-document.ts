import { setImmediate } from 'node:timers/promises'
import type { StepBatch } from './step.ts'

/** Longer than this nothing else of the thread may wait. */
const stretchMs = 8

/** Goes through the documents of a batch, each with its place and its bytes, gives way in between, and stops with the signal's reason. */
export async function* eachDocument(
  batch: StepBatch,
  signal: AbortSignal,
): AsyncGenerator<{ document: number; bytes: Uint8Array }> {
  let last = performance.now()
  for (let document = 0; document < batch.ids.length; document++) {
    if (performance.now() - last > stretchMs) {
      await setImmediate()
      last = performance.now()
    }
    signal.throwIfAborted()
    yield { document, bytes: batch.bytes.subarray(batch.offsets[document], batch.offsets[document + 1]) }
  }
}
