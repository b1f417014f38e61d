import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseKept } from '../../../../main/engine/curation/duplicates/choose-kept.ts'
import { clusterAt } from '../../../../main/engine/curation/duplicates/cluster-at.ts'
import { type KeptSimilarity, measureKeptSimilarity } from '../../../../main/engine/curation/duplicates/kept-similarity.ts'
import { growForest } from '../../../../main/engine/curation/duplicates/pair-forest.ts'
import type { CorpusPairs } from '../../../../main/engine/curation/steps/step.ts'
import { anyPairs, listPairs, toPairs } from './duplicate-pairs.ts'

interface Kept extends KeptSimilarity {
  readonly keptOf: Uint32Array
}

async function measure(pairs: CorpusPairs, ranks: Uint32Array, cut: number): Promise<Kept> {
  const forest = await growForest(pairs, ranks.length)
  const clusters = await clusterAt(forest, cut)
  const keptOf = await chooseKept(clusters, { ranks })
  return { keptOf, ...(await measureKeptSimilarity({ pairs, forest, cut, clusters, keptOf })) }
}

test('a duplicate whose pair with the kept document is known has its similarity, another that of its chain', async () => {
  const pairs = toPairs([
    { first: 0, second: 1, jaccard: 0.75 },
    { first: 1, second: 2, jaccard: 0.875 },
  ])
  const { jaccards, isDirect, via } = await measure(pairs, new Uint32Array(4), 0.7)
  expect([...jaccards]).toEqual([Number.NaN, 0.75, 0.75, Number.NaN])
  expect([...isDirect]).toEqual([0, 1, 0, 0])
  expect([...via]).toEqual([0, 0, 1, 3])
})

test('a chain is the strongest there is, and following it arrives at the kept document', async () => {
  const documentCount = 9
  const ranks = fc.uint8Array({ minLength: documentCount, maxLength: documentCount }).map((list) => Uint32Array.from(list))
  await fc.assert(
    fc.asyncProperty(anyPairs(documentCount), ranks, async (pairs, rankOf) => {
      const { keptOf, jaccards, isDirect, via } = await measure(pairs, rankOf, 0.6)
      for (let id = 0; id < documentCount; id++) {
        const kept = keptOf[id] as number
        if (kept === id) {
          expect([jaccards[id], isDirect[id], via[id]]).toEqual([Number.NaN, 0, id])
          continue
        }
        const own = listPairs(pairs).find(({ first, second }) => first === Math.min(id, kept) && second === Math.max(id, kept))
        const isKnown = own !== undefined && own.jaccard >= Math.fround(0.6)
        expect(isDirect[id]).toBe(isKnown ? 1 : 0)
        expect(jaccards[id]).toBe(isKnown ? own.jaccard : findWidest(pairs, documentCount)[id]?.[kept])
        let at = id
        for (let length = 0; at !== kept && length < documentCount; length++) at = via[at] as number
        expect(at).toBe(kept)
      }
    }),
  )
})

test('a cluster of which nothing is kept connects nothing', async () => {
  const pairs = toPairs([{ first: 0, second: 1, jaccard: 1 }])
  const forest = await growForest(pairs, 2)
  const clusters = await clusterAt(forest, 0.6)
  const keptOf = await chooseKept(clusters, { ranks: new Uint32Array(2), alive: new Uint8Array(2) })
  const { jaccards } = await measureKeptSimilarity({ pairs, forest, cut: 0.6, clusters, keptOf })
  expect([...jaccards]).toEqual([Number.NaN, Number.NaN])
})

/** The weakest pair on the strongest way between any two documents (Floyd and Warshall). */
function findWidest(pairs: CorpusPairs, documentCount: number): number[][] {
  const widest = Array.from({ length: documentCount }, () => new Array<number>(documentCount).fill(0))
  for (const { first, second, jaccard } of listPairs(pairs)) {
    for (const [from, to] of [
      [first, second],
      [second, first],
    ] as const)
      (widest[from] as number[])[to] = jaccard
  }
  for (let through = 0; through < documentCount; through++) {
    for (const from of widest) {
      for (let to = 0; to < documentCount; to++) {
        const way = Math.min(from[through] as number, widest[through]?.[to] as number)
        from[to] = Math.max(from[to] as number, way)
      }
    }
  }
  return widest
}
