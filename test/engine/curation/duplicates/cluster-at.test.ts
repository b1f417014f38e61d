import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterAt, membersOf } from '../../../../main/engine/curation/duplicates/cluster-at.ts'
import { countReaching, growForest } from '../../../../main/engine/curation/duplicates/pair-forest.ts'
import { anyPairs, findComponentsReference, toPairs } from './duplicate-pairs.ts'

const documentCount = 12

test('clusters are the connected components of the pairs that reach the cut, whatever the cut', async () => {
  const cuts = fc.integer({ min: 9, max: 21 }).map((part) => part / 20)
  await fc.assert(
    fc.asyncProperty(anyPairs(documentCount), cuts, async (pairs, cut) => {
      const components = findComponentsReference(pairs, documentCount, cut)
      const clusters = await clusterAt(await growForest(pairs, documentCount), cut)
      expect([...clusters.clusterOf]).toEqual(components.map(([smallest]) => smallest))
      const expected = components.filter(([smallest, second], id) => smallest === id && second !== undefined)
      const found = Array.from({ length: clusters.starts.length - 1 }, (_, cluster) => [...membersOf(clusters, cluster)])
      expect(found).toEqual(expected)
    }),
  )
})

test('a forest has fewer pairs than documents, from the most similar to the least', async () => {
  const pairs = toPairs([
    { first: 0, second: 1, jaccard: 0.7 },
    { first: 1, second: 2, jaccard: 0.9 },
    { first: 0, second: 2, jaccard: 0.8 },
  ])
  const forest = await growForest(pairs, 3)
  expect([...forest.firsts]).toEqual([1, 0])
  expect([...forest.seconds]).toEqual([2, 2])
  expect(countReaching(forest, 0.8)).toBe(2)
  expect(countReaching(forest, 0.81)).toBe(1)
})

test('a project without documents, and one without pairs, have no clusters', async () => {
  for (const count of [0, 3]) {
    const clusters = await clusterAt(await growForest(toPairs([]), count), 0.5)
    expect([...clusters.starts]).toEqual([0])
    expect([...clusters.clusterOf]).toEqual(Array.from({ length: count }, (_, id) => id))
  }
})

test('a signal that aborts ends the work', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  const forest = await growForest(toPairs([{ first: 0, second: 1, jaccard: 1 }]), 2)
  await expect(clusterAt(forest, 0.5, signal)).rejects.toThrow('enough')
  await expect(growForest(toPairs([{ first: 0, second: 1, jaccard: 1 }]), 2, signal)).rejects.toThrow('enough')
})
