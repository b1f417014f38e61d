import type { DocumentBatch } from '#native'

/** The documents at these places as a batch of their own; the batch itself where these are all of it. */
export function pickDocuments({ bytes, offsets }: DocumentBatch, places: readonly number[]): DocumentBatch {
  if (places.length === offsets.length - 1) return { bytes, offsets }
  const picked = new Float64Array(places.length + 1)
  const parts = places.map((place, index) => {
    const part = bytes.subarray(offsets[place], offsets[place + 1])
    picked[index + 1] = (picked[index] as number) + part.length
    return part
  })
  return { bytes: Buffer.concat(parts), offsets: picked }
}
