import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupByRepository, groupPairs } from '#engine/curation/duplicates/document-groups'
import { createPairClusters } from '#engine/curation/duplicates/pair-clusters'
import { createStoredDuplicates } from '#engine/curation/duplicates/stored-duplicates'
import { getStepResults } from '#engine/curation/run/step-results'
import { listClusterMembers, listClusterPlaces } from '#engine/tuning/cluster-places'
import { getProjectColumns } from '#engine/tuning/rules/project-columns'
import { toPairs } from '../curation/duplicates/duplicate-pairs.ts'
import { openCurated } from '../curation/run/curate-project.ts'

const documentCount = 30

test('the members of a cluster are those that stand at its place, and a document in none has none', async () => {
  const id = fc.nat(documentCount - 1)
  const pair = fc.record({ first: id, second: id, jaccard: fc.constantFrom(0.5, 0.75, 1) })
  const repositories = fc.array(fc.nat(9), { minLength: documentCount, maxLength: documentCount })
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { maxLength: 20 }), fc.option(repositories), id, async (found, repos, documentId) => {
      const between = toPairs(found.filter(({ first, second }) => first !== second))
      const groups = repos && groupByRepository(Float32Array.from(repos))
      const pairs = groups ? groupPairs(between, groups) : between
      const stored = createStoredDuplicates(createPairClusters({ pairs, groups, documentCount }), async () => [])
      const columns = { documentCount, findDuplicates: async () => stored }
      const of = { step: 'near-duplicates', jaccard: 0.75 }
      const places = [...((await listClusterPlaces(columns, of)) ?? [])]
      const expected = places.flatMap((place, other) => (place === places[documentId] ? [other] : []))
      const members = await listClusterMembers(columns, { ...of, documentId })
      expect([...(members ?? [])]).toEqual(expected)
      expect(members === null).toBe(expected.length === 0)
    }),
  )
})

test('documents have the places of their clusters by size, those in none have none, and nothing is known before the step has run', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-cluster-places-'))
  {
    await using curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
    const list = async (jaccard: number) => {
      const columns = getProjectColumns(curated.project, getStepResults(curated.project))
      const places = await listClusterPlaces(columns, { step: 'twins', jaccard })
      return places && [...places]
    }
    const listMembers = async (documentId: number) => {
      const columns = getProjectColumns(curated.project, getStepResults(curated.project))
      const members = await listClusterMembers(columns, { step: 'twins', jaccard: 0, documentId })
      return members && [...members]
    }
    // Documents that begin alike are twins.
    curated.add(['y\n1', 'x\n', 'x\nlonger', 'z', 'x\nthe longest', 'y\n22'])
    expect(await list(0.5)).toBeNull()
    expect(await listMembers(0)).toBeNull()
    await curated.run(['twins'])
    expect(await list(0)).toEqual([1, 0, 0, Number.NaN, 0, 1])
    expect(await listMembers(5)).toEqual([0, 5])
  }
  await rm(folder, { recursive: true })
})
