import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPairCollector } from '../../../../../main/engine/curation/steps/near-duplicates/collect-pairs.ts'
import type { CorpusPairs } from '../../../../../main/engine/curation/steps/step.ts'
import { anyPairs, findComponentsReference, listPairs } from '../../duplicates/duplicate-pairs.ts'

const documentCount = 8
const maxPairs = 16

/** In parts of some pairs each. */
function collect({ firsts, seconds, jaccards }: CorpusPairs, length: number): CorpusPairs {
  const collector = createPairCollector(documentCount, maxPairs)
  for (let start = 0; start < firsts.length; start += length) {
    const end = start + length
    collector.add({
      firsts: firsts.subarray(start, end),
      seconds: seconds.subarray(start, end),
      exactJaccard: jaccards.subarray(start, end),
    })
  }
  return collector.finish()
}

test('with too many pairs the clusters are the same at every cut, and the most similar pairs stay', async () => {
  fc.assert(
    fc.property(anyPairs(documentCount), fc.integer({ min: 1, max: 40 }), (pairs, length) => {
      const kept = collect(pairs, length)
      expect(kept.firsts.length).toBe(Math.min(maxPairs, pairs.firsts.length))
      for (const cut of [0.5, 0.6, 0.75, 0.9, 1]) {
        expect(findComponentsReference(kept, documentCount, cut)).toEqual(findComponentsReference(pairs, documentCount, cut))
      }
      const keys = new Set(listPairs(pairs).map((pair) => JSON.stringify(pair)))
      expect(listPairs(kept).filter((pair) => !keys.has(JSON.stringify(pair)))).toEqual([])
    }),
  )
})

test('what stays does not depend on the parts', () => {
  fc.assert(
    fc.property(anyPairs(documentCount), fc.integer({ min: 1, max: 40 }), (pairs, length) => {
      const sort = (list: CorpusPairs) =>
        listPairs(list)
          .map((pair) => JSON.stringify(pair))
          .sort()
      expect(sort(collect(pairs, length))).toEqual(sort(collect(pairs, 100)))
    }),
  )
})
