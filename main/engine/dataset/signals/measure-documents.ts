import { setImmediate } from 'node:timers/promises'

/** Documents handled before other work gets its turn. */
const sliceLength = 1 << 18

/** A value for each document, computed in pieces between which other work gets its turn. */
export async function measureDocuments(
  documentCount: number,
  measureOne: (id: number) => number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const values = new Float32Array(documentCount)
  for (let start = 0; start < documentCount; start += sliceLength) {
    const end = Math.min(start + sliceLength, documentCount)
    for (let id = start; id < end; id++) values[id] = measureOne(id)
    await setImmediate()
    signal?.throwIfAborted()
  }
  return values
}
