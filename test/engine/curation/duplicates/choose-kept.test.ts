import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseKept } from '../../../../main/engine/curation/duplicates/choose-kept.ts'
import { clusterAt } from '../../../../main/engine/curation/duplicates/cluster-at.ts'
import { growForest } from '../../../../main/engine/curation/duplicates/pair-forest.ts'
import { anyPairs, findComponentsReference, toPairs } from './duplicate-pairs.ts'

test('the member of the smallest rank is kept, and the others say so', async () => {
  const pairs = toPairs([
    { first: 1, second: 4, jaccard: 0.9 },
    { first: 3, second: 4, jaccard: 0.9 },
  ])
  const clusters = await clusterAt(await growForest(pairs, 6), 0.85)
  expect([...(await chooseKept(clusters, { ranks: Uint32Array.of(0, 2, 0, 0, 1, 0) }))]).toEqual([0, 3, 2, 3, 3, 5])
})

test('a document that something else drops is not kept, but is still a duplicate of the one that is', async () => {
  const clusters = await clusterAt(await growForest(toPairs([{ first: 0, second: 1, jaccard: 1 }]), 2), 0.85)
  const ranks = Uint32Array.of(0, 1)
  expect([...(await chooseKept(clusters, { ranks, alive: Uint8Array.of(0, 1) }))]).toEqual([1, 1])
  expect([...(await chooseKept(clusters, { ranks, alive: Uint8Array.of(0, 0) }))]).toEqual([0, 1])
})

test('one document of each cluster is kept as long as one is alive', async () => {
  const documentCount = 10
  const alive = fc.uint8Array({ minLength: documentCount, maxLength: documentCount, max: 1 })
  const ranks = fc.uint8Array({ minLength: documentCount, maxLength: documentCount }).map((list) => Uint32Array.from(list))
  await fc.assert(
    fc.asyncProperty(anyPairs(documentCount), alive, ranks, async (pairs, isAlive, rankOf) => {
      const clusters = await clusterAt(await growForest(pairs, documentCount), 0.7)
      const keptOf = await chooseKept(clusters, { ranks: rankOf, alive: isAlive })
      for (const [id, component] of findComponentsReference(pairs, documentCount, 0.7).entries()) {
        const candidates = component.filter((member) => isAlive[member] === 1)
        const best = candidates.sort((a, b) => (rankOf[a] ?? 0) - (rankOf[b] ?? 0) || a - b)[0]
        expect(keptOf[id]).toBe(component.length === 1 ? id : (best ?? id))
      }
    }),
  )
})
