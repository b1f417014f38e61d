import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDuplicatesRouter } from '#engine/curation/duplicates/duplicates-router'
import { type CuratedProject, openCurated } from '../run/curate-project.ts'

let folder: string
let curated: CuratedProject

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-duplicates-'))
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const getClient = () => createRouterClient(createDuplicatesRouter({ getProject: () => curated.project }))

/** Documents that begin alike are twins: the first with each of the others. */
const texts = ['y\n1', 'x\n', 'x\nlonger', 'z', 'x\nthe longest', 'y\n22']
const longest = { step: 'twins', keep: ['longest' as const] }

test('clusters are listed from the largest on, with the preferred member of each', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  const answer = await getClient().clusters(longest)
  expect(answer).toMatchObject({ clusterCount: 2, memberCount: 5 })
  expect(answer?.clusters.map(({ id, size, sizeBytes, kept }) => [id, size, sizeBytes, kept.path])).toEqual([
    [1, 3, 23, 'file-4.py'],
    [0, 2, 7, 'file-5.py'],
  ])
  expect((await getClient().clusters({ ...longest, offset: 1, limit: 1 }))?.clusters.map(({ id }) => id)).toEqual([0])
  expect((await getClient().clusters({ ...longest, keep: ['path'] }))?.clusters.map(({ kept }) => kept.id)).toEqual([1, 0])
})

test('members say how they are connected with the kept one, and why it is preferred', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  const answer = await getClient().members({ ...longest, documentId: 2 as never })
  expect(answer?.size).toBe(3)
  expect(answer?.members.map(({ document, ...rest }) => [document.id, rest])).toEqual([
    [4, { isKept: true, jaccard: null, via: null, reason: null }],
    [2, { isKept: false, jaccard: 1, via: 1, reason: 'longest' }],
    [1, { isKept: false, jaccard: 1, via: null, reason: 'longest' }],
  ])
  expect(await getClient().members({ ...longest, documentId: 3 as never })).toEqual({ size: 0, members: [] })
  expect(await getClient().members({ ...longest, documentId: 99 as never })).toEqual({ size: 0, members: [] })
})

test('similarities are counted in bins up to 1', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  expect(await getClient().similarities({ step: 'twins', bins: 2 })).toEqual({
    pairCount: 3,
    edges: Float64Array.of(1, 1, 1),
    counts: Uint32Array.of(0, 3),
  })
})

test('as long as the step has not run there is no answer, and documents that are added later change it', async () => {
  curated.add(texts)
  expect(await getClient().clusters(longest)).toBeNull()
  expect(await getClient().members({ ...longest, documentId: 0 as never })).toBeNull()
  expect(await getClient().similarities({ step: 'twins' })).toBeNull()
  await curated.run(['twins'])
  expect(await getClient().clusters(longest)).toMatchObject({ clusterCount: 2 })
  curated.add(['z\nanother'])
  await curated.run(['twins'])
  expect(await getClient().clusters(longest)).toMatchObject({ clusterCount: 3 })
})
