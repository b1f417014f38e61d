import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { type Job, maxListedJobs, maxListedSkips } from '#contracts/jobs'
import type { OpenProject } from '#engine/dataset/project/project'
import { createProjects } from '#engine/dataset/project/projects'
import type { JobContext } from '#engine/jobs/job-definition'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createFixture, type Fixture, silentLog, waitForJob } from '../dataset/project-fixture.ts'

const parameters = z.object({ steps: z.number() })
type Parameters = z.infer<typeof parameters>

let fixture: Fixture
let jobs: Jobs<OpenProject>
/** What the job under test does; a new one for each test. */
let run: (context: JobContext<Parameters, OpenProject>) => Promise<string>

function registerIn(target: Jobs<OpenProject>): void {
  target.register({ kind: 'score', unit: 'documents', claims: ['model'], parameters, run: (context) => run(context) })
}

beforeEach(async () => {
  fixture = createFixture()
  jobs = fixture.jobs
  registerIn(jobs)
  await fixture.projects.create(fixture.projectFolder, 'Test')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const start = (steps = 3) => jobs.start({ kind: 'score', title: 'Count', parameters: { steps } })
const getJob = (id: number) => jobs.list.get().find((job) => job.id === id) as Job

/** Runs until it is stopped. */
function waitForStop({ signal }: { signal: AbortSignal }): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

test('a job runs with its parameters and ends with its summary', async () => {
  run = async ({ parameters: { steps }, progress }) => {
    for (let step = 1; step <= steps; step++) progress(step, steps)
    return `Counted to ${steps}.`
  }
  const job = await waitForJob(jobs, start(4))
  expect(job).toMatchObject({ kind: 'score', title: 'Count', state: 'done', unit: 'documents', done: 4, total: 4 })
  expect(job).toMatchObject({ summary: 'Counted to 4.', failure: null, ratePerSecond: 0, remainingSeconds: null })
  expect(job.endedAt).toBeGreaterThanOrEqual(job.startedAt)
})

test('a paused job goes on from its cursor', async () => {
  const starts: unknown[] = []
  run = async (context) => {
    starts.push(context.cursor)
    if (context.cursor !== null) return 'Went on.'
    context.saveCursor({ next: 7 })
    context.progress(7, 10)
    return waitForStop(context)
  }
  const id = start()
  await jobs.pause(id)
  expect(getJob(id)).toMatchObject({ state: 'paused', done: 7, total: 10, endedAt: null })
  jobs.resume(id)
  expect(await waitForJob(jobs, id)).toMatchObject({ state: 'done', summary: 'Went on.' })
  expect(starts).toEqual([null, { next: 7 }])
})

test('a cancelled job can be taken up again, a done one cannot', async () => {
  run = waitForStop
  const id = start()
  await jobs.cancel(id)
  expect(getJob(id)).toMatchObject({ state: 'cancelled', endedAt: expect.any(Number) })
  run = async () => 'Done.'
  jobs.resume(id)
  expect(await waitForJob(jobs, id)).toMatchObject({ state: 'done' })
  expect(() => jobs.resume(id)).toThrow(expect.objectContaining({ code: 'job.conflict' }))
  await expect(jobs.cancel(id)).rejects.toMatchObject({ code: 'job.conflict' })
})

test('asking twice for the same of a job is no mistake, and asking for what is no longer possible is', async () => {
  const starts: unknown[] = []
  run = (context) => {
    starts.push(context.cursor)
    return waitForStop(context)
  }
  const id = start()
  jobs.resume(id)
  await Promise.all([jobs.pause(id), jobs.pause(id)])
  await jobs.pause(id)
  expect(getJob(id).state).toBe('paused')
  jobs.resume(id)
  jobs.resume(id)
  expect(starts).toHaveLength(2)
  const cancelled = jobs.cancel(id)
  // It is to stop, so it cannot be going on as well.
  expect(() => jobs.resume(id)).toThrow(expect.objectContaining({ code: 'job.conflict' }))
  await cancelled
  await jobs.cancel(id)
  expect(getJob(id).state).toBe('cancelled')
  await expect(jobs.pause(id)).rejects.toMatchObject({ code: 'job.conflict' })
})

test('a paused job can be cancelled', async () => {
  run = waitForStop
  const id = start()
  await jobs.pause(id)
  await jobs.cancel(id)
  expect(getJob(id).state).toBe('cancelled')
})

test('an expected error is the reason of a failed job, a bug is not shown', async () => {
  run = async () => {
    throw new AppError('file.not-found', 'There is no such file.', { file: 'x' })
  }
  expect(await waitForJob(jobs, start())).toMatchObject({ state: 'failed', failure: 'There is no such file.' })
  run = async () => {
    throw new TypeError('secret detail')
  }
  const failed = await waitForJob(jobs, start())
  expect(failed).toMatchObject({ state: 'failed', failure: expect.stringMatching(/log says more under [0-9a-f]{8}/) })
  expect(failed.failure).not.toContain('secret')
})

test('problems are listed by page, once for each subject, with the last reason', async () => {
  run = async ({ problem }) => {
    for (const subject of ['a', 'b', 'c']) problem(subject, 'first')
    problem('b', 'second')
    return 'Done.'
  }
  const { id, problemCount } = await waitForJob(jobs, start())
  expect(problemCount).toBe(3)
  expect(jobs.problems({ jobId: id, offset: 1, limit: 1 })).toEqual({
    total: 3,
    problems: [{ subject: 'b', reason: 'second', outcome: 'failed' }],
  })
  expect(() => jobs.problems({ jobId: 99, offset: 0, limit: 1 })).toThrow(expect.objectContaining({ code: 'job.not-found' }))
})

test('units that read the same are problems of their own when their keys differ', async () => {
  const counts: number[] = []
  run = async (context) => {
    context.problem('a.c', 'In one source.', '7')
    context.problem('a.c', 'In another.', '8')
    context.problem('a.c', 'In another, again.', '8')
    counts.push(context.problemCount)
    return 'Done.'
  }
  const { id } = await waitForJob(jobs, start())
  expect(counts).toEqual([2])
  expect(jobs.problems({ jobId: id, offset: 0, limit: 9 }).problems).toEqual([
    { subject: 'a.c', reason: 'In one source.', outcome: 'failed' },
    { subject: 'a.c', reason: 'In another, again.', outcome: 'failed' },
  ])
})

test('units that were passed over are listed after those that failed, up to a bound', async () => {
  run = async ({ problem, skip }) => {
    for (let index = 0; index < maxListedSkips + 5; index++) skip(`skipped ${index}`, 'It is binary.')
    problem('failed', 'It cannot be read.')
    return 'Done.'
  }
  const { id, problemCount, skippedCount } = await waitForJob(jobs, start())
  expect({ problemCount, skippedCount }).toEqual({ problemCount: 1, skippedCount: maxListedSkips })
  expect(jobs.problems({ jobId: id, offset: 0, limit: 2 })).toEqual({
    total: maxListedSkips + 1,
    problems: [
      { subject: 'failed', reason: 'It cannot be read.', outcome: 'failed' },
      { subject: 'skipped 0', reason: 'It is binary.', outcome: 'skipped' },
    ],
  })
})

test('units that failed and are not listed are counted, also after the project was opened again', async () => {
  run = async ({ problem, countFailed }) => {
    problem('a', 'broken')
    countFailed(7)
    return 'Done.'
  }
  const { id, problemCount } = await waitForJob(jobs, start())
  expect(problemCount).toBe(7)
  expect(jobs.problems({ jobId: id, offset: 0, limit: 9 }).total).toBe(1)
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
  jobs.problems({ jobId: id, offset: 0, limit: 1 })
  expect(getJob(id).problemCount).toBe(7)
})

test('a run that looks at everything again begins without the problems of the last one', async () => {
  run = async ({ clearProblems, problem, cursor, saveCursor }) => {
    clearProblems()
    if (cursor === null) problem('a', 'broken')
    saveCursor(1)
    throw new AppError('file.not-found', 'Stopped.', { file: 'x' })
  }
  const { id } = await waitForJob(jobs, start())
  expect(getJob(id).problemCount).toBe(1)
  jobs.resume(id)
  expect(await waitForJob(jobs, id)).toMatchObject({ problemCount: 0 })
})

test('a second job of a kind waits its turn', async () => {
  run = waitForStop
  const first = start()
  const [second, third] = [start(), start()]
  run = async () => 'Done.'
  expect(getJob(second)).toMatchObject({ state: 'running', waitsFor: 'Count', done: 0 })
  await jobs.pause(second)
  expect(getJob(second)).toMatchObject({ state: 'paused', waitsFor: null })
  await jobs.cancel(first)
  expect(await waitForJob(jobs, third)).toMatchObject({ state: 'done', waitsFor: null })
  jobs.resume(second)
  expect(await waitForJob(jobs, second)).toMatchObject({ state: 'done' })
})

test('jobs that claim nothing in common run side by side', async () => {
  run = waitForStop
  const id = start()
  jobs.register({ kind: 'export', unit: 'documents', claims: [], parameters, run: async () => 'Went past.' })
  const other = jobs.start({ kind: 'export', title: 'Read', parameters: { steps: 0 } })
  expect(await waitForJob(jobs, other)).toMatchObject({ state: 'done' })
  expect(getJob(id)).toMatchObject({ state: 'running', waitsFor: null })
})

test('the log of a job says what it did, over all its runs', async () => {
  run = async (context) => {
    context.log(context.cursor === null ? 'Found 3 things.' : 'Found the rest.')
    if (context.cursor !== null) return 'Counted.'
    context.progress(1, 3)
    context.saveCursor(1)
    return waitForStop(context)
  }
  const id = start()
  await jobs.pause(id)
  jobs.resume(id)
  await waitForJob(jobs, id)
  expect(jobs.log(id).map(({ message }) => message)).toEqual([
    'Begins.',
    'Found 3 things.',
    'Paused at 1 of 3 documents.',
    'Goes on, with 1 documents done.',
    'Found the rest.',
    'Counted.',
  ])
})

test('closing the project stops its jobs, which can be resumed after it is opened again', async () => {
  run = waitForStop
  const id = start()
  await fixture.projects.close()
  expect(jobs.list.get()).toEqual([])
  await fixture.projects.open(fixture.projectFolder)
  run = async () => 'Went on.'
  expect(jobs.problems({ jobId: id, offset: 0, limit: 1 }).total).toBe(0)
  expect(getJob(id).state).toBe('interrupted')
  jobs.resume(id)
  expect(await waitForJob(jobs, id)).toMatchObject({ state: 'done', summary: 'Went on.' })
})

test('a job that an ended process left running is interrupted', async () => {
  run = async ({ saveCursor }) => {
    saveCursor({ left: 'x' })
    return 'Done.'
  }
  const { id } = await waitForJob(jobs, start())
  fixture.projects.getOpen('test').database.prepare("UPDATE job SET state = 'running', summary = NULL").run()
  await fixture.projects.close()

  await using projects = createProjects({ userDataFolder: fixture.folder, log: silentLog })
  await using other = createJobs({
    projects,
    workbench: openWorkbenchHome({ userDataFolder: fixture.folder, log: silentLog }),
    log: silentLog,
  })
  const tidied: unknown[] = []
  other.register({
    ...{ kind: 'score', unit: 'documents', claims: [], parameters, run },
    tidy: async (cursor, { folder }) => void tidied.push([cursor, folder]),
  })
  await projects.open(fixture.projectFolder)
  expect(await waitForJob(other, id)).toMatchObject({ state: 'interrupted' })
  // What its process left outside of the project is the kind's to remove.
  expect(tidied).toEqual([[{ left: 'x' }, fixture.projectFolder]])
})

test('what a job left is not removed once it was resumed, however long that of others takes', async () => {
  run = async ({ saveCursor }) => {
    saveCursor({ left: 'x' })
    return 'Done.'
  }
  const first = start()
  await waitForJob(jobs, first)
  const second = start()
  await waitForJob(jobs, second)
  fixture.projects.getOpen('test').database.prepare("UPDATE job SET state = 'running'").run()
  const tidied: unknown[] = []
  const slow = Promise.withResolvers<void>()
  jobs.register({
    ...{ kind: 'score', unit: 'documents', claims: [], parameters },
    run: (context) => run(context),
    tidy: async (cursor) => {
      tidied.push(cursor)
      await slow.promise
    },
  })
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
  await waitForJob(jobs, second)
  run = waitForStop
  jobs.resume(second)
  slow.resolve()
  await jobs.cancel(second)
  await jobs.cancel(first)
  expect(tidied).toHaveLength(1)
})

test('followers see jobs newest first and hear of every end', async () => {
  run = async () => 'Done.'
  const first = await waitForJob(jobs, start())
  const second = await waitForJob(jobs, start())
  expect(jobs.list.get().map(({ id }) => id)).toEqual([second.id, first.id])
})

test('without a project there are no jobs and none can be started', async () => {
  await fixture.projects.close()
  expect(jobs.list.get()).toEqual([])
  expect(() => start()).toThrow(expect.objectContaining({ code: 'project.not-open' }))
})

test('of very many jobs the newest are listed, and an old one that runs again', async () => {
  run = async () => 'Done.'
  const oldest = start()
  await waitForJob(jobs, oldest)
  const { database } = fixture.projects.getOpen('test')
  const insert = database.prepare(
    "INSERT INTO job (kind, title, state, parameters, unit, started_at) VALUES ('score', 'Count', 'cancelled', '{\"steps\":1}', 'documents', ?)",
  )
  const until = Date.now()
  database.transaction(() => {
    for (let job = 0; job < 10_000; job++) insert.run(until + job)
  })()
  database.prepare("UPDATE job SET state = 'cancelled' WHERE id = ?").run(oldest)
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
  await expect.poll(() => jobs.list.get().length).toBe(maxListedJobs)
  run = waitForStop
  jobs.resume(oldest)
  expect(jobs.list.get()).toHaveLength(maxListedJobs + 1)
  expect(getJob(oldest)).toMatchObject({ state: 'running' })
  await jobs.cancel(oldest)
})
