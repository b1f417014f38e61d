import { inSlices } from '../../platform/in-slices.ts'

/** The indexes of the largest counts, largest first and the lower index first among equals; and how many counts are above 0. */
export async function listLargest(
  counts: Uint32Array,
  limit: number,
  signal?: AbortSignal,
): Promise<{ largest: number[]; count: number }> {
  const largest: number[] = []
  let count = 0
  await inSlices({ length: counts.length, signal }, (start, end) => {
    for (let index = start; index < end; index++) {
      const value = counts[index] as number
      if (value === 0) continue
      count++
      if (largest.length === limit && value <= (counts[largest[limit - 1] as number] as number)) continue
      let place = largest.length
      while (place > 0 && (counts[largest[place - 1] as number] as number) < value) place--
      largest.splice(place, 0, index)
      if (largest.length > limit) largest.pop()
    }
  })
  return { largest, count }
}
