import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProjects } from '#engine/dataset/project/projects'
import { createProjectLabels } from '#engine/dataset/review/project-labels'
import { silentLog } from '../project-fixture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-labels-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('a project that is closed right after it was opened says nothing of its labels', async () => {
  const warnings: string[] = []
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  const projects = createProjects({ userDataFolder: join(folder, 'user'), log })
  using labels = createProjectLabels({ current: projects.current, log })
  await projects.create(join(folder, 'project'), 'Test')
  for (let round = 0; round < 5; round++) {
    await projects.close()
    await projects.open(join(folder, 'project'))
  }
  await projects[Symbol.asyncDispose]()
  expect(labels.state.get()).toBeNull()
  expect(warnings).toEqual([])
})
