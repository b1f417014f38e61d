import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findStoredDuplicates } from '#engine/curation/duplicates/find-stored-duplicates'
import { getStepResults } from '#engine/curation/run/step-results'
import { type CuratedProject, openCurated } from '../run/curate-project.ts'

let folder: string
let curated: CuratedProject

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-stored-duplicates-'))
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function find() {
  const { project } = curated
  const found = await findStoredDuplicates({ project, snapshot: project.snapshot(), results: getStepResults(project) }, 'twins')
  if (!found) throw new Error('The step has not run.')
  return found
}

const choice = { jaccard: 0, keep: ['longest' as const], before: null }

test('values that are stored meanwhile leave clusters and ranks as they are, and what is kept is chosen anew', async () => {
  curated.add(['x\n', 'x\nlonger', 'y'])
  await curated.run(['twins'])
  const before = await find()
  expect(await find()).toBe(before)
  const signal = { name: 'a', label: 'A', unit: '', description: '', producer: 'test', producerConfig: null }
  curated.project.writeSignal(signal).set(0, Float32Array.of(1, 2, 3))
  curated.project.markColumnsChanged('now')
  const after = await find()
  expect(after).not.toBe(before)
  expect(await after.clusters(0.5)).toBe(await before.clusters(0.5))
  expect(await after.clustersBySize(0.5)).toBe(await before.clustersBySize(0.5))
  const [old, chosen] = [await before.choose(choice), await after.choose(choice)]
  expect(chosen.ranks).toBe(old.ranks)
  expect(chosen).not.toBe(old)
  expect([...chosen.keptOf]).toEqual([...old.keptOf])
})

test('documents that are added, and pairs that are found anew, have clusters of their own', async () => {
  curated.add(['x\n', 'x\nlonger', 'y'])
  await curated.run(['twins'])
  const before = await find()
  curated.add(['x\nthe longest'])
  const grown = await find()
  expect((await grown.choose(choice)).keptOf).toHaveLength(4)
  expect((await before.choose(choice)).keptOf).toHaveLength(3)
  await curated.run(['twins'])
  expect([...(await (await find()).choose(choice)).keptOf].slice(0, 2)).toEqual([3, 3])
})
