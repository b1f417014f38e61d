import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTrainLanguageModelJob } from '#engine/curation/language-model/train-language-model-job'
import { createFixture, type Fixture, waitForJob } from '../../dataset/project-fixture.ts'

let fixture: Fixture

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  await fixture.importTree('code', { 'a.py': 'def add(a, b):\n    return a + b\n', 'b.py': 'print(1)\n' })
})
afterEach(() => fixture[Symbol.asyncDispose]())

function startTraining(select: () => Promise<Uint32Array>): number {
  const { jobs, files, folder, projectFolder } = fixture
  const temporaryFolder = path.join(folder, 'temporary')
  jobs.registerOfWorkbench(
    createTrainLanguageModelJob({
      async select(project) {
        fixture.projects.getOpen('train on its documents', project)
        return select()
      },
      ...{ files, temporaryFolder },
    }),
  )
  const parameters = { projectFolder, query: '', file: path.join(folder, 'out.ngram'), arpaFile: null, order: 2 }
  return jobs.start({ kind: 'train-lm', title: 'Train', parameters })
}

test('documents are read when their project is no longer open', async () => {
  const id = startTraining(async () => {
    await fixture.projects.close()
    return Uint32Array.of(0, 1)
  })
  expect(await waitForJob(fixture.jobs, id)).toMatchObject({
    ...{ scope: 'workbench', state: 'done', done: 2, total: 2 },
    summary: expect.stringContaining('from 2 documents'),
  })
  expect(existsSync(path.join(fixture.folder, 'out.ngram'))).toBe(true)
  expect(readdirSync(path.join(fixture.folder, 'temporary'))).toEqual([])
})

test('without its project it fails with what to do, and can be resumed when that is open', async () => {
  await fixture.projects.close()
  const id = startTraining(async () => Uint32Array.of(0, 1))
  expect(await waitForJob(fixture.jobs, id)).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('train on its documents'),
  })
  await fixture.projects.open(fixture.projectFolder)
  fixture.jobs.resume(id)
  expect(await waitForJob(fixture.jobs, id)).toMatchObject({ state: 'done', done: 2 })
})
