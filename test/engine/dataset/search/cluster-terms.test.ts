import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchCluster } from '#engine/dataset/search/cluster-terms'

test('a document is found with those in its cluster, and alone where it is in none or nothing was compared', async () => {
  const place = fc.option(fc.nat(3), { nil: Number.NaN })
  await fc.assert(
    fc.asyncProperty(fc.option(fc.array(place, { minLength: 1, maxLength: 40 })), fc.nat(39), async (places, wanted) => {
      const documentCount = places?.length ?? 40
      const documentId = wanted % documentCount
      const clusterPlaces = async () => places && Float32Array.from(places)
      const found = await matchCluster(
        { type: 'cluster', documentId, step: 'near-duplicates', jaccard: 0.7 },
        { documentCount, decisions: { clusterPlaces } },
      )
      for (let id = 0; id < documentCount; id++) {
        expect(found.has(id)).toBe(id === documentId || (places !== null && places[id] === places[documentId]))
      }
    }),
  )
})
