import { inSlices } from '../../platform/in-slices.ts'

/** A value for each document, computed in pieces between which other work gets its turn. */
export async function measureDocuments(
  documentCount: number,
  measureOne: (id: number) => number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const values = new Float32Array(documentCount)
  await inSlices({ length: documentCount, signal }, (start, end) => {
    for (let id = start; id < end; id++) values[id] = measureOne(id)
  })
  return values
}
