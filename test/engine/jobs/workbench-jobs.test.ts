import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { firstWorkbenchJobId, type Job } from '#contracts/jobs'
import type { OpenProject } from '#engine/dataset/project/project'
import { createProjects } from '#engine/dataset/project/projects'
import type { WorkbenchJobContext } from '#engine/jobs/job-definition'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { openDatabase } from '#engine/platform/sqlite'
import { createFixture, type Fixture, silentLog, waitForJob } from '../dataset/project-fixture.ts'

const parameters = z.object({ steps: z.number() })
type Context = WorkbenchJobContext<z.infer<typeof parameters>>

let fixture: Fixture
let jobs: Jobs<OpenProject>
/** What the job under test does; a new one for each test. */
let run: (context: Context) => Promise<string>

function registerIn(target: Jobs<OpenProject>): void {
  target.registerOfWorkbench({
    kind: 'train-lm',
    unit: 'documents',
    claims: ['processor'],
    parameters,
    run: (context) => run(context),
  })
}

beforeEach(async () => {
  fixture = createFixture()
  jobs = fixture.jobs
  registerIn(jobs)
})

afterEach(() => fixture[Symbol.asyncDispose]())

const start = () => jobs.start({ kind: 'train-lm', title: 'Train', parameters: { steps: 3 } })
const getJob = (id: number) => jobs.list.get().find((job) => job.id === id) as Job
const userDataFolder = () => path.join(fixture.folder, 'user')

function waitForStop({ signal }: { signal: AbortSignal }): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

test('a job of the workbench needs no project, and is listed, logged and numbered as one of the workbench', async () => {
  run = async ({ progress, problem, log }) => {
    progress(3, 3)
    problem('a.py', 'It is empty.')
    log('Looked at all.')
    return 'Learned.'
  }
  const job = await waitForJob(jobs, start())
  expect(job).toMatchObject({ scope: 'workbench', state: 'done', summary: 'Learned.', done: 3, problemCount: 1 })
  expect(job.id).toBe(firstWorkbenchJobId)
  expect(jobs.log(job.id).map(({ message }) => message)).toContain('Looked at all.')
  expect(jobs.problems({ jobId: job.id, offset: 0, limit: 9 }).total).toBe(1)
  expect([...jobs.eachProblem(job.id)].flat()).toEqual([{ subject: 'a.py', reason: 'It is empty.', outcome: 'failed' }])
})

test('it goes on while projects are opened and closed, and can be paused and resumed in between', async () => {
  const resumed: unknown[] = []
  run = async (context) => {
    resumed.push(context.cursor)
    if (context.cursor === null) context.saveCursor({ next: 2 })
    return context.cursor === null ? waitForStop(context) : 'Went on.'
  }
  const id = start()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  expect(getJob(id)).toMatchObject({ state: 'running' })
  await fixture.projects.close()
  expect(getJob(id)).toMatchObject({ state: 'running' })
  // A page that shows a project names it with every call.
  await jobs.pause(id, fixture.projectFolder)
  expect(getJob(id)).toMatchObject({ state: 'paused' })
  jobs.resume(id, fixture.projectFolder)
  expect(await waitForJob(jobs, id)).toMatchObject({ state: 'done', summary: 'Went on.' })
  expect(resumed).toEqual([null, { next: 2 }])
})

test('it shares what it claims with the jobs of the project, and both are listed, newest first', async () => {
  jobs.register({ kind: 'curate', unit: 'documents', claims: ['processor'], parameters, run: async () => 'Ran.' })
  await fixture.projects.create(fixture.projectFolder, 'Test')
  run = waitForStop
  const training = start()
  const curating = jobs.start({ kind: 'curate', title: 'Curate', parameters: { steps: 1 } })
  expect(getJob(curating)).toMatchObject({ scope: 'project', state: 'running', waitsFor: 'Train' })
  expect(
    jobs.list
      .get()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([curating, training].toSorted())
  await jobs.cancel(training)
  expect(await waitForJob(jobs, curating)).toMatchObject({ state: 'done', summary: 'Ran.' })
})

test('it is kept: one that an ended process left running is interrupted, tidied and can be resumed', async () => {
  run = async ({ saveCursor }) => {
    saveCursor({ left: 'x' })
    return 'Done.'
  }
  const { id } = await waitForJob(jobs, start())
  await jobs[Symbol.asyncDispose]()
  const database = openDatabase(path.join(userDataFolder(), 'workbench.sqlite'))
  database.prepare("UPDATE job SET state = 'running', summary = NULL").run()
  database.close()

  await using projects = createProjects({ userDataFolder: userDataFolder(), log: silentLog })
  await using other = createJobs({ projects, workbench: openHome(), log: silentLog })
  const tidied: unknown[] = []
  other.registerOfWorkbench({
    ...{ kind: 'train-lm', unit: 'documents', claims: [], parameters, run },
    tidy: async (cursor) => void tidied.push(cursor),
  })
  expect(await waitForJob(other, id)).toMatchObject({ state: 'interrupted' })
  expect(tidied).toEqual([{ left: 'x' }])
  other.resume(id)
  expect(await waitForJob(other, id)).toMatchObject({ state: 'done' })
  // Another one gets the next number.
  expect(other.start({ kind: 'train-lm', title: 'Train', parameters: { steps: 1 } })).toBe(id + 1)
})

test('a second process keeps its jobs in memory and leaves those of the first alone', async () => {
  run = waitForStop
  const id = start()
  await using projects = createProjects({ userDataFolder: userDataFolder(), log: silentLog })
  await using other = createJobs({ projects, workbench: openHome(), log: silentLog })
  registerIn(other)
  const own = other.start({ kind: 'train-lm', title: 'Train', parameters: { steps: 1 } })
  expect(other.list.get().map((job) => job.id)).toEqual([own])
  expect(getJob(id)).toMatchObject({ state: 'running' })
})

test('a file of jobs that is damaged keeps nobody from working, and stays as it is', async () => {
  await jobs[Symbol.asyncDispose]()
  const file = path.join(userDataFolder(), 'workbench.sqlite')
  const damaged = 'not a database, and long enough to be looked at'.repeat(40)
  writeFileSync(file, damaged)
  const warnings: string[] = []
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  await using projects = createProjects({ userDataFolder: userDataFolder(), log: silentLog })
  const workbench = openWorkbenchHome({ userDataFolder: userDataFolder(), log })
  await using other = createJobs({ projects, workbench, log: silentLog })
  registerIn(other)
  run = async () => 'Done.'
  const id = other.start({ kind: 'train-lm', title: 'Train', parameters: { steps: 1 } })
  expect(await waitForJob(other, id)).toMatchObject({ state: 'done' })
  expect(warnings).toEqual(['the jobs of the workbench are not kept'])
  expect(readFileSync(file, 'utf8')).toBe(damaged)
})

function openHome() {
  return openWorkbenchHome({ userDataFolder: userDataFolder(), log: silentLog })
}
