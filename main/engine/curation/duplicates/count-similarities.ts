import { inSlices } from '../../platform/in-slices.ts'

/** How many pairs have which similarity, in bins of one width from the lowest to 1. */
export async function countSimilarities(jaccards: Float32Array, bins: number, signal?: AbortSignal) {
  let lowest = 1
  for (const jaccard of jaccards) if (jaccard < lowest) lowest = jaccard
  const width = (1 - lowest) / bins
  const counts = new Uint32Array(bins)
  await inSlices({ length: jaccards.length, signal }, (start, end) => {
    for (const jaccard of jaccards.subarray(start, end)) {
      const bin = width === 0 ? bins - 1 : Math.min(bins - 1, Math.floor((jaccard - lowest) / width))
      counts[bin] = (counts[bin] as number) + 1
    }
  })
  const edges = Float64Array.from({ length: bins + 1 }, (_, edge) => (edge === bins ? 1 : lowest + edge * width))
  return { pairCount: jaccards.length, edges, counts }
}
