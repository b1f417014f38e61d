import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listLargest } from '#engine/dataset/documents/list-largest'

test('the largest counts are those of a full sort, and zeros are none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 10 }), async (counts, limit) => {
      const above = [...counts.keys()].filter((index) => (counts[index] as number) > 0)
      const sorted = above.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
      expect(await listLargest(Uint32Array.from(counts), limit)).toEqual({ largest: sorted.slice(0, limit), count: above.length })
    }),
  )
})
