import { expect, test } from 'vitest'
import { chooseKept } from '../../../../main/engine/curation/duplicates/choose-kept.ts'
import { clusterAt } from '../../../../main/engine/curation/duplicates/cluster-at.ts'
import {
  extendToGroups,
  findAliveGroups,
  groupByRepository,
  groupPairs,
} from '../../../../main/engine/curation/duplicates/document-groups.ts'
import { growForest } from '../../../../main/engine/curation/duplicates/pair-forest.ts'
import { toPairs } from './duplicate-pairs.ts'

test('documents of one repository are kept or dropped together', async () => {
  const groups = groupByRepository(Float32Array.of(1, 2, 1, 0, 2, Number.NaN))
  expect([...groups]).toEqual([0, 1, 0, 3, 1, 5])
  const pairs = groupPairs(
    toPairs([
      { first: 0, second: 2, jaccard: 0.9 },
      { first: 2, second: 4, jaccard: 0.8 },
    ]),
    groups,
  )
  expect([...pairs.firsts]).toEqual([0])
  expect([...pairs.seconds]).toEqual([1])
  const clusters = await clusterAt(await growForest(pairs, groups.length), 0.7)
  const alive = findAliveGroups(Uint8Array.of(0, 0, 1, 1, 1, 1), groups)
  expect([...alive]).toEqual([1, 1, 0, 1, 0, 1])
  const keptOf = await chooseKept(clusters, { ranks: Uint32Array.of(1, 0, 0, 0, 0, 0), alive })
  expect([...extendToGroups(keptOf, groups)]).toEqual([1, 1, 1, 3, 4, 5])
})
