import { expect, test } from 'vitest'
import { clusterAt } from '../../../../main/engine/curation/duplicates/cluster-at.ts'
import type { KeepFacts } from '../../../../main/engine/curation/duplicates/keep-order.ts'
import { growForest } from '../../../../main/engine/curation/duplicates/pair-forest.ts'
import { rankDocuments } from '../../../../main/engine/curation/duplicates/rank-documents.ts'
import { toPairs } from './duplicate-pairs.ts'

function factsOf(id: number): KeepFacts {
  return { id, licenceClass: 'none', stars: id % 100, path: `${id}`, repo: null, sizeBytes: id, hash: `${id}` }
}

test('documents are ranked within their cluster, and facts are read of a few thousand at a time', async () => {
  const documentCount = 12_001
  const pairs = toPairs(
    Array.from({ length: documentCount - 1 }, (_, id) => ({ first: id, second: id + 1, jaccard: id % 3 === 2 ? 0.6 : 0.9 })),
  )
  const clusters = await clusterAt(await growForest(pairs, documentCount), 0.8)
  const lengths: number[] = []
  const ranks = await rankDocuments(clusters, {
    criteria: ['longest'],
    readFacts: async (ids) => {
      lengths.push(ids.length)
      return Array.from(ids, factsOf)
    },
  })
  expect([...ranks.subarray(0, 6)]).toEqual([2, 1, 0, 2, 1, 0])
  expect(ranks[documentCount - 1]).toBe(0)
  expect(lengths).toEqual([4098, 4098, 3804])
})

test('ranks at a low cut choose the same as ranks at a higher one', async () => {
  const pairs = toPairs([
    { first: 0, second: 1, jaccard: 0.9 },
    { first: 1, second: 2, jaccard: 0.6 },
  ])
  const forest = await growForest(pairs, 3)
  const options = { criteria: ['longest' as const], readFacts: async (ids: Uint32Array) => Array.from(ids, factsOf) }
  const low = await rankDocuments(await clusterAt(forest, 0.5), options)
  const high = await rankDocuments(await clusterAt(forest, 0.8), options)
  expect([...low]).toEqual([2, 1, 0])
  expect([...high]).toEqual([1, 0, 0])
})
