import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchCluster } from '#engine/dataset/search/cluster-terms'

test('a document is found with those in its cluster that the search knows, and alone where it is in none or nothing was compared', async () => {
  const members = fc.option(fc.uniqueArray(fc.nat(99)).map((ids) => ids.sort((a, b) => a - b)))
  await fc.assert(
    fc.asyncProperty(members, fc.integer({ min: 1, max: 80 }), fc.nat(79), async (others, documentCount, wanted) => {
      const documentId = wanted % documentCount
      const clusterMembers = async () => others && Uint32Array.from(others)
      const found = await matchCluster(
        { type: 'cluster', documentId, step: 'near-duplicates', jaccard: 0.7 },
        { documentCount, decisions: { clusterMembers } },
      )
      const expected = new Set([documentId, ...(others ?? []).filter((id) => id < documentCount)])
      for (let id = 0; id < documentCount; id++) expect(found.has(id)).toBe(expected.has(id))
      expect(found.count()).toBe(expected.size)
    }),
  )
})
