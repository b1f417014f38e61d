import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Rule, ruleKeys } from '#contracts/rule'
import { createDuplicatesRouter } from '#engine/curation/duplicates/duplicates-router'
import { getStepResults } from '#engine/curation/run/step-results'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { getProjectColumns } from '#engine/tuning/rules/project-columns'
import { createTuning } from '#engine/tuning/tuning'
import { type CuratedProject, openCurated } from '../run/curate-project.ts'

let folder: string
let curated: CuratedProject

beforeEach(async () => {
  rules = []
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-duplicates-'))
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

let rules: readonly Rule[] = []
const readTuning = () => createTuning({ project: () => getProjectColumns(curated.project, getStepResults(curated.project)) })
const getClient = () =>
  createRouterClient(
    createDuplicatesRouter({ getProject: () => curated.project, getRules: () => rules, decide: readTuning().decide }),
  )

/** Documents that begin alike are twins: the first with each of the others. */
const texts = ['y\n1', 'x\n', 'x\nlonger', 'z', 'x\nthe longest', 'y\n22']
const longest = { step: 'twins', keep: ['longest' as const] }

test('clusters are listed from the largest on, with the preferred member of each', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  const answer = await getClient().clusters(longest)
  expect(answer).toMatchObject({ clusterCount: 2, memberCount: 5 })
  expect(answer?.clusters.map(({ id, size, sizeBytes, best }) => [id, size, sizeBytes, best.path])).toEqual([
    [1, 3, 23, 'file-4.py'],
    [0, 2, 7, 'file-5.py'],
  ])
  expect((await getClient().clusters({ ...longest, offset: 1, limit: 1 }))?.clusters.map(({ id }) => id)).toEqual([0])
  expect((await getClient().clusters({ ...longest, keep: ['path'] }))?.clusters.map(({ best }) => best.id)).toEqual([1, 0])
})

test('members say how they are connected with the kept one, and why it is preferred', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  const answer = await getClient().members({ ...longest, documentId: 2 as never })
  expect(answer?.size).toBe(3)
  expect(answer?.members.map(({ document, droppedBefore: _, ...rest }) => [document.id, rest])).toEqual([
    [4, { isKept: true, jaccard: null, via: null, reason: null }],
    [2, { isKept: false, jaccard: 1, via: 1, reason: 'longest' }],
    [1, { isKept: false, jaccard: 1, via: null, reason: 'longest' }],
  ])
  expect(await getClient().members({ ...longest, documentId: 3 as never })).toEqual({ size: 0, members: [] })
  expect(await getClient().members({ ...longest, documentId: 99 as never })).toEqual({ size: 0, members: [] })
})

const readRules = (list: readonly unknown[]) => list.map((each) => ruleKeys.parse(each))

test('of the documents that the rules before leave the preferred is kept, and why the others cannot be is told', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  rules = readRules([
    { rule: 'threshold', signal: 'size', max: 10 },
    { rule: 'duplicate', step: 'twins', keep: ['longest'] },
    { rule: 'threshold', signal: 'size', min: 1000 },
  ])
  const answer = await getClient().clusters({ step: 'twins' })
  expect(answer?.rule).toEqual({ place: 1, jaccard: 0.85 })
  expect(answer?.clusters.map(({ best, isBestKept }) => [best.id, isBestKept])).toEqual([
    [2, true],
    [5, true],
  ])
  const members = await getClient().members({ step: 'twins', documentId: 1 as never })
  expect(
    members?.members.map(({ document, isKept, reason, droppedBefore }) => [document.id, isKept, reason, droppedBefore]),
  ).toEqual([
    [2, true, null, null],
    [1, false, 'longest', null],
    [4, false, null, { kind: 'threshold', rule: 0, signal: 'size', bound: 'max', cut: 10, value: 13 }],
  ])
})

test('a cluster of which the rules before leave none keeps none', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  rules = readRules([
    { rule: 'threshold', signal: 'size', max: 1 },
    { rule: 'duplicate', step: 'twins', keep: ['longest'] },
  ])
  const answer = await getClient().clusters({ step: 'twins' })
  expect(answer?.clusters.map(({ best, isBestKept }) => [best.id, isBestKept])).toEqual([
    [4, false],
    [5, false],
  ])
  const members = await getClient().members({ step: 'twins', documentId: 1 as never })
  expect(members?.members.map(({ isKept, jaccard, via }) => [isKept, jaccard, via])).toEqual(
    new Array(3).fill([false, null, null]),
  )
})

test('whatever the rules are, it says of every document what the recipe decides', async () => {
  curated.add(texts)
  await curated.run(['twins'])
  const bound = fc.option(fc.nat(14))
  const keep = fc.uniqueArray(fc.constantFrom('longest' as const, 'path' as const), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(bound, bound, keep, async (min, max, preferred) => {
      rules = readRules([
        { rule: 'threshold', signal: 'size', min },
        { rule: 'threshold', signal: 'size', max },
        { rule: 'duplicate', step: 'twins', keep: preferred },
      ])
      const decisions = readTuning().decide(rules)
      const told = new Map<number, { of: number | null; droppedBefore: number | null }>()
      for (const id of texts.keys()) {
        const answer = await getClient().members({ step: 'twins', documentId: id as never })
        const kept = answer?.members.find(({ isKept }) => isKept)?.document.id ?? null
        for (const { document, isKept, droppedBefore } of answer?.members ?? []) {
          told.set(document.id, { of: isKept ? null : kept, droppedBefore: droppedBefore?.rule ?? null })
        }
      }
      for (const id of texts.keys()) {
        const hits = await decisions.hits(toDocumentId(id))
        const duplicate = hits.find(({ kind }) => kind === 'duplicate')
        const earlier = hits.find(({ rule }) => rule < 2)
        const expected = { of: duplicate && 'of' in duplicate ? duplicate.of : null, droppedBefore: earlier?.rule ?? null }
        expect(told.get(id) ?? { of: null, droppedBefore: expected.droppedBefore }).toEqual(expected)
      }
    }),
    { numRuns: 30 },
  )
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
