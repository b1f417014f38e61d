import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { exportProblems } from '#engine/jobs/export-problems'
import { createFixture, type Fixture, waitForJob } from '../dataset/project-fixture.ts'

const problemCount = 4500

let fixture: Fixture
let jobId: number
let file: string

beforeEach(async () => {
  fixture = createFixture()
  const { jobs } = fixture
  jobs.register({
    ...{ kind: 'score', unit: 'documents', claims: [], parameters: z.object({}) },
    async run({ problem, skip }) {
      skip('b.png', 'It is binary.')
      for (let index = 0; index < problemCount; index++) problem('a "quoted".c', `Reason ${index}.`, String(index))
      return 'Done.'
    },
  })
  await fixture.projects.create(fixture.projectFolder, 'Test')
  jobId = (await waitForJob(jobs, jobs.start({ kind: 'score', title: 'Count', parameters: {} }))).id
  file = join(fixture.folder, 'left-out.jsonl')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const save = (replace: string | null = null) => exportProblems({ jobId, project: null, file, replace }, fixture)

test('everything that a job lists is written, what failed first, and a list of before is replaced', async () => {
  expect(await save()).toBe(problemCount + 1)
  expect(await save()).toBe(problemCount + 1)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(problemCount + 1)
  expect(JSON.parse(lines[1] ?? '')).toEqual({ outcome: 'failed', subject: 'a "quoted".c', reason: 'Reason 1.' })
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ outcome: 'skipped', subject: 'b.png', reason: 'It is binary.' })
})

test('a file of another kind stays until it is confirmed, and a folder always does', async () => {
  await writeFile(file, 'my notes\n')
  const refusal = await save().catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'file.would-replace' })
  expect(await readFile(file, 'utf8')).toBe('my notes\n')
  expect(await save((refusal as { data: { confirmation: string } }).data.confirmation)).toBe(problemCount + 1)
  file = join(fixture.folder, 'folder')
  await mkdir(file)
  await expect(save()).rejects.toMatchObject({ code: 'file.failed' })
})

test('the list of a job that the project does not have is written nowhere', async () => {
  jobId = 99
  await expect(save()).rejects.toMatchObject({ code: 'job.not-found' })
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
})
