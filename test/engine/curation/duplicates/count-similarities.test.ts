import { expect, test } from 'vitest'
import { countSimilarities } from '#engine/curation/duplicates/count-similarities'

test('pairs are counted from the lowest similarity to 1', async () => {
  expect(await countSimilarities(Float32Array.of(0.5, 0.625, 0.75, 1), 4)).toEqual({
    pairCount: 4,
    edges: Float64Array.of(0.5, 0.625, 0.75, 0.875, 1),
    counts: Uint32Array.of(1, 1, 1, 1),
  })
  expect(await countSimilarities(new Float32Array(), 2)).toEqual({
    pairCount: 0,
    edges: Float64Array.of(1, 1, 1),
    counts: Uint32Array.of(0, 0),
  })
})
