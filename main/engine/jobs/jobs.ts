import { AppError } from '#contracts/errors'
import type { Job, JobKind, JobProblem } from '#contracts/jobs'
import type { OpenProject } from '../dataset/project/project.ts'
import type { Projects } from '../dataset/project/projects.ts'
import type { Log } from '../platform/log.ts'
import { createObservable, type Observable } from '../platform/observable.ts'
import type { JobDefinition } from './job-definition.ts'
import { type JobRun, type StoppedState, startJobRun } from './job-run.ts'
import { createJobStore, type JobStore } from './job-store.ts'

/** The jobs of the open project. Methods fail with `project.not-open`, `job.not-found` or `job.conflict`. */
export interface Jobs {
  /** Newest first; empty without a project. The latest state at most ten times a second. */
  readonly list: Observable<Job[]>
  /** Makes a kind of job known. Once for each kind, before any is started or resumed. */
  register<P>(definition: JobDefinition<P>): void
  /** Starts a job and gives its id at once. */
  start(job: { kind: JobKind; title: string; parameters: unknown }): number
  /** These answer when the job has stopped. */
  pause(jobId: number): Promise<void>
  cancel(jobId: number): Promise<void>
  resume(jobId: number): void
  problems(page: { jobId: number; offset: number; limit: number }): { total: number; problems: JobProblem[] }
  [Symbol.dispose](): void
}

const publishEveryMs = 100

interface Session {
  project: OpenProject
  store: JobStore
  /** By id, oldest first. The objects change in place while a job runs. */
  jobs: Map<number, Job>
  running: Map<number, JobRun>
}

export function createJobs({ projects, log }: { projects: Projects; log: Log }): Jobs {
  const definitions = new Map<JobKind, JobDefinition<unknown>>()
  const list = createObservable<Job[]>([])
  const closing = new AbortController()
  let session: Session | null = null
  let timer: NodeJS.Timeout | undefined

  function publish(): void {
    clearTimeout(timer)
    timer = undefined
    list.set(session ? [...session.jobs.values()].reverse().map((job) => ({ ...job })) : [])
  }

  function publishSoon(): void {
    timer ??= setTimeout(publish, publishEveryMs)
  }

  function attach(project: OpenProject): Session {
    if (session?.project === project) return session
    const store = createJobStore(project.database)
    store.interruptAll()
    const jobs = new Map(
      store
        .list()
        .reverse()
        .map((job) => [job.id, job]),
    )
    session = { project, store, jobs, running: new Map() }
    publish()
    return session
  }

  async function detach(project: OpenProject): Promise<void> {
    if (session?.project !== project) return
    await Promise.all([...session.running.values()].map((run) => run.stop('interrupted')))
    session = null
    publish()
  }

  async function follow(): Promise<void> {
    for await (const project of projects.current.watch(closing.signal)) {
      try {
        if (project) attach(project)
      } catch (error) {
        // The rest of the project can be used; whoever works with its jobs meets the same and is told.
        log.error('the jobs of the project cannot be read', { folder: project?.folder, reason: String(error) })
      }
    }
  }

  const getSession = () => attach(projects.getOpen('work with its jobs'))

  function getJob(jobs: ReadonlyMap<number, Job>, jobId: number): Job {
    const job = jobs.get(jobId)
    if (!job) throw new AppError('job.not-found', `The project has no job ${jobId}.`, { jobId })
    return job
  }

  function run(current: Session, job: Job): void {
    const definition = definitions.get(job.kind)
    if (!definition) throw new Error(`No kind of job "${job.kind}" is registered.`)
    const { project, store, running } = current
    const started = startJobRun({ job, definition, project, store, log, onDidChange: publishSoon })
    running.set(job.id, started)
    void started.ended.then(() => {
      running.delete(job.id)
      publish()
    })
    publish()
  }

  function refuseSecond({ running }: Session, kind: JobKind): void {
    const other = [...running.values()].find((each) => each.job.kind === kind)?.job
    if (other) throw conflict(other.id, `"${other.title}" is still running; wait for it, pause it or cancel it`)
  }

  async function stop(jobId: number, state: StoppedState): Promise<void> {
    const { jobs, running, store } = getSession()
    const job = getJob(jobs, jobId)
    const active = running.get(jobId)
    if (active) await active.stop(state)
    else if (state === 'cancelled' && (job.state === 'paused' || job.state === 'interrupted')) {
      Object.assign(job, { state, endedAt: Date.now() })
      store.saveState(job)
      publish()
    } else throw conflict(jobId, `it is ${job.state}`)
  }

  projects.onWillClose(detach)
  void follow()

  return {
    list,
    register(definition) {
      definitions.set(definition.kind, definition as JobDefinition<unknown>)
    },
    start({ kind, title, parameters }) {
      const current = getSession()
      refuseSecond(current, kind)
      const unit = definitions.get(kind)?.unit ?? 'documents'
      const id = current.store.add({ kind, title, unit, parameters })
      const job = current.store.list().find((each) => each.id === id)
      if (!job) throw new Error(`The job ${id} was not stored.`)
      current.jobs.set(id, job)
      run(current, job)
      return id
    },
    pause: (jobId) => stop(jobId, 'paused'),
    cancel: (jobId) => stop(jobId, 'cancelled'),
    resume(jobId) {
      const current = getSession()
      const job = getJob(current.jobs, jobId)
      if (job.state === 'running' || job.state === 'done') throw conflict(jobId, `it is ${job.state}`)
      refuseSecond(current, job.kind)
      Object.assign(job, { state: 'running', summary: null, failure: null, endedAt: null })
      current.store.saveState(job)
      run(current, job)
    },
    problems({ jobId, offset, limit }) {
      const { jobs, store } = getSession()
      const { problemCount, skippedCount } = getJob(jobs, jobId)
      return { total: problemCount + skippedCount, problems: store.listProblems({ jobId, offset, limit }) }
    },
    [Symbol.dispose]() {
      closing.abort()
      clearTimeout(timer)
    },
  }
}

function conflict(jobId: number, reason: string): AppError {
  return new AppError('job.conflict', `The job cannot do this now: ${reason}.`, { jobId, reason })
}
