import { AppError } from '#contracts/errors'
import type { Job, JobKind, JobLogLine, JobProblem, JobScope } from '#contracts/jobs'
import type { Log } from '../platform/log.ts'
import type { Claims } from './claims.ts'
import type { JobHome, WorkbenchJobDefinition } from './job-definition.ts'
import { type JobRun, type StoppedState, startJobRun } from './job-run.ts'
import { createJobStore } from './job-store.ts'

/** The jobs that have one home. Methods fail with `job.not-found` or `job.conflict`; `Jobs` says what they do. */
export interface JobSet {
  /** Newest first, as they are now. */
  list(): Job[]
  start(job: { kind: JobKind; title: string; parameters: unknown }): number
  stop(jobId: number, state: StoppedState): Promise<void>
  resume(jobId: number): void
  log(jobId: number): JobLogLine[]
  problems(page: { jobId: number; offset: number; limit: number }): { total: number; problems: JobProblem[] }
  /** The listed problems of an outcome after the one with the id `afterId`. */
  problemsAfter(page: { jobId: number; outcome: JobProblem['outcome']; afterId: number }): (JobProblem & { id: number })[]
  /** Stops all that runs, so that it can be resumed when the home is opened again. */
  interruptAll(): Promise<void>
}

export interface JobSetOptions {
  scope: JobScope
  home: JobHome
  /** The kind of job as it runs in this home. Undefined for one that belongs elsewhere. */
  findDefinition(kind: JobKind): WorkbenchJobDefinition<unknown> | undefined
  claims: Claims
  log: Log
  /** `when` tells a change that is seen at once from one of very many. */
  onDidChange(when: 'now' | 'soon'): void
}

/** Read in one go: some milliseconds. */
const problemsPerPage = 2000

/** Reads the jobs of a home. Those that an ended process left running are interrupted, and what they left is removed. */
export function openJobSet({ scope, home, findDefinition, claims, log, onDidChange }: JobSetOptions): JobSet {
  const store = createJobStore(home.database, scope)
  store.interruptAll()
  /** By id, oldest first. The objects change in place while a job runs. */
  const jobs = new Map(
    store
      .list()
      .reverse()
      .map((job) => [job.id, job]),
  )
  const running = new Map<number, JobRun>()

  async function tidyInterrupted(): Promise<void> {
    for (const { id, kind } of [...jobs.values()].filter(({ state }) => state === 'interrupted')) {
      // A job that was resumed meanwhile has begun anew what it writes.
      if (jobs.get(id)?.state !== 'interrupted') continue
      await findDefinition(kind)
        ?.tidy?.(store.readInstructions(id).cursor)
        // A disk that is away, say: the next opening tries again.
        .catch((error) => log.warn('what a job left was not removed', { folder: home.folder, job: id, reason: String(error) }))
    }
  }

  function getJob(jobId: number): Job {
    const job = jobs.get(jobId)
    if (!job) throw new AppError('job.not-found', `The ${scope} has no job ${jobId}.`, { jobId })
    return job
  }

  function run(job: Job, definition: WorkbenchJobDefinition<unknown>): void {
    const onDidAdvance = () => onDidChange('soon')
    const started = startJobRun({ job, definition, folder: home.folder, store, claims, log, onDidChange: onDidAdvance })
    running.set(job.id, started)
    void started.ended.then(() => {
      running.delete(job.id)
      onDidChange('now')
    })
    onDidChange('now')
  }

  void tidyInterrupted()

  return {
    list: () => [...jobs.values()].reverse().map((job) => ({ ...job })),
    start({ kind, title, parameters }) {
      const definition = findDefinition(kind)
      if (!definition) throw new Error(`No kind of job "${kind}" is registered for the ${scope}.`)
      const { unit } = definition
      const counted = typeof unit === 'function' ? unit(definition.parameters.parse(parameters)) : unit
      const id = store.add({ kind, title, unit: counted, parameters })
      const job = store.list().find((each) => each.id === id)
      if (!job) throw new Error(`The job ${id} was not stored.`)
      jobs.set(id, job)
      run(job, definition)
      return id
    },
    async stop(jobId, state) {
      const job = getJob(jobId)
      const active = running.get(jobId)
      if (job.state === state) return
      if (active) await active.stop(state)
      else if (state === 'cancelled' && (job.state === 'paused' || job.state === 'interrupted')) {
        Object.assign(job, { state, endedAt: Date.now() })
        store.saveState(job)
        onDidChange('now')
      } else throw conflict(jobId, `it is ${job.state}`)
    },
    resume(jobId) {
      const job = getJob(jobId)
      const active = running.get(jobId)
      if (active && !active.isStopping) return
      if (job.state === 'running' || job.state === 'done') throw conflict(jobId, `it is ${job.state}`)
      const definition = findDefinition(job.kind)
      if (!definition) throw conflict(jobId, 'an earlier version of the program kept it here. Start such a job anew')
      Object.assign(job, { state: 'running', summary: null, failure: null, endedAt: null })
      store.saveState(job)
      run(job, definition)
    },
    log: (jobId) => store.listLog(getJob(jobId).id),
    problems({ jobId, offset, limit }) {
      const { failed, skipped } = store.countListed(getJob(jobId).id)
      return { total: failed + skipped, problems: store.listProblems({ jobId, offset, limit }) }
    },
    problemsAfter: (page) => store.listProblemsAfter({ ...page, jobId: getJob(page.jobId).id, limit: problemsPerPage }),
    interruptAll: async () => void (await Promise.all([...running.values()].map((active) => active.stop('interrupted')))),
  }
}

function conflict(jobId: number, reason: string): AppError {
  return new AppError('job.conflict', `The job cannot do this now: ${reason}.`, { jobId, reason })
}
