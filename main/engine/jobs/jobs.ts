import { AppError } from '#contracts/errors'
import type { Job, JobKind, JobLogLine, JobProblem } from '#contracts/jobs'
import type { Log } from '../platform/log.ts'
import { createObservable, type Observable } from '../platform/observable.ts'
import { createClaims } from './claims.ts'
import type { JobDefinition, JobProject } from './job-definition.ts'
import { type JobRun, type StoppedState, startJobRun } from './job-run.ts'
import { createJobStore, type JobStore } from './job-store.ts'

/**
 * The jobs of the open project. `project` is the folder of the one that is meant, null any. Methods fail with `project.not-open`,
 * `job.not-found` or `job.conflict`.
 */
export interface Jobs<Project extends JobProject = JobProject> {
  /** Newest first; empty without a project. The latest state at most ten times a second. */
  readonly list: Observable<Job[]>
  /** Makes a kind of job known. Once for each kind, before any is started or resumed. */
  register<P>(definition: JobDefinition<P, Project>): void
  /** Starts a job and gives its id at once. It begins when no other job uses what it claims; until then it says which one does. */
  start(job: { kind: JobKind; title: string; parameters: unknown; project?: string | null }): number
  /**
   * Pausing and cancelling answer when the job has stopped. They and `resume` do nothing to a job that is already what it should
   * become: a button that was pressed twice, or in two windows, is no mistake.
   */
  pause(jobId: number, project?: string | null): Promise<void>
  cancel(jobId: number, project?: string | null): Promise<void>
  resume(jobId: number, project?: string | null): void
  log(jobId: number, project?: string | null): JobLogLine[]
  problems(page: { jobId: number; offset: number; limit: number; project?: string | null }): {
    total: number
    problems: JobProblem[]
  }
  /** All listed problems, page by page; each page is read when it is asked for. */
  eachProblem(jobId: number, project?: string | null): Generator<JobProblem[], void, undefined>
  [Symbol.dispose](): void
}

/** Where the project comes from whose jobs these are. */
export interface JobProjects<Project extends JobProject> {
  readonly current: Observable<Project | null>
  /** As that of `Projects`. */
  getOpen(attempt: string, meant?: string | null): Project
  /** Calls back right before a project closes and waits for it. */
  onWillClose(listener: (project: Project) => Promise<void>): void
}

const publishEveryMs = 100
/** Read in one go: some milliseconds. */
const problemsPerPage = 2000

interface Session<Project> {
  project: Project
  store: JobStore
  /** By id, oldest first. The objects change in place while a job runs. */
  jobs: Map<number, Job>
  running: Map<number, JobRun>
}

export function createJobs<Project extends JobProject>(options: { projects: JobProjects<Project>; log: Log }): Jobs<Project> {
  const { projects, log } = options
  const definitions = new Map<JobKind, JobDefinition<unknown, Project>>()
  const list = createObservable<Job[]>([])
  const closing = new AbortController()
  const claims = createClaims()
  let session: Session<Project> | null = null
  let timer: NodeJS.Timeout | undefined

  function publish(): void {
    clearTimeout(timer)
    timer = undefined
    list.set(session ? [...session.jobs.values()].reverse().map((job) => ({ ...job })) : [])
  }

  function publishSoon(): void {
    timer ??= setTimeout(publish, publishEveryMs)
  }

  function attach(project: Project): Session<Project> {
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
    void tidyInterrupted(session)
    return session
  }

  async function tidyInterrupted({ project, store, jobs }: Session<Project>): Promise<void> {
    const left = [...jobs.values()].filter(({ state }) => state === 'interrupted')
    for (const { id, kind, cursor } of left.map((job) => ({ ...job, ...store.readInstructions(job.id) }))) {
      await definitions
        .get(kind)
        ?.tidy?.(cursor, project)
        // A disk that is away, say: the next opening tries again.
        .catch((error) => log.warn('what a job left was not removed', { folder: project.folder, job: id, reason: String(error) }))
    }
  }

  async function detach(project: Project): Promise<void> {
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

  const getSession = (project?: string | null) => attach(projects.getOpen('work with its jobs', project))

  function getJob(jobs: ReadonlyMap<number, Job>, jobId: number): Job {
    const job = jobs.get(jobId)
    if (!job) throw new AppError('job.not-found', `The project has no job ${jobId}.`, { jobId })
    return job
  }

  function run(current: Session<Project>, job: Job): void {
    const definition = definitions.get(job.kind)
    if (!definition) throw new Error(`No kind of job "${job.kind}" is registered.`)
    const { project, store, running } = current
    const started = startJobRun({ job, definition, project, store, claims, log, onDidChange: publishSoon })
    running.set(job.id, started)
    void started.ended.then(() => {
      running.delete(job.id)
      publish()
    })
    publish()
  }

  function findUnit(kind: JobKind, parameters: unknown): Job['unit'] {
    const definition = definitions.get(kind)
    if (typeof definition?.unit !== 'function') return definition?.unit ?? 'documents'
    return definition.unit(definition.parameters.parse(parameters))
  }

  async function stop(jobId: number, state: StoppedState, project?: string | null): Promise<void> {
    const { jobs, running, store } = getSession(project)
    const job = getJob(jobs, jobId)
    const active = running.get(jobId)
    if (job.state === state) return
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
      definitions.set(definition.kind, definition as JobDefinition<unknown, Project>)
    },
    start({ kind, title, parameters, project }) {
      const current = getSession(project)
      const unit = findUnit(kind, parameters)
      const id = current.store.add({ kind, title, unit, parameters })
      const job = current.store.list().find((each) => each.id === id)
      if (!job) throw new Error(`The job ${id} was not stored.`)
      current.jobs.set(id, job)
      run(current, job)
      return id
    },
    pause: (jobId, project) => stop(jobId, 'paused', project),
    cancel: (jobId, project) => stop(jobId, 'cancelled', project),
    resume(jobId, project) {
      const current = getSession(project)
      const job = getJob(current.jobs, jobId)
      const active = current.running.get(jobId)
      if (active && !active.isStopping) return
      if (job.state === 'running' || job.state === 'done') throw conflict(jobId, `it is ${job.state}`)
      Object.assign(job, { state: 'running', summary: null, failure: null, endedAt: null })
      current.store.saveState(job)
      run(current, job)
    },
    log(jobId, project) {
      const { jobs, store } = getSession(project)
      return store.listLog(getJob(jobs, jobId).id)
    },
    problems({ jobId, offset, limit, project }) {
      const { jobs, store } = getSession(project)
      const { failed, skipped } = store.countListed(getJob(jobs, jobId).id)
      return { total: failed + skipped, problems: store.listProblems({ jobId, offset, limit }) }
    },
    *eachProblem(jobId, project) {
      for (const outcome of ['failed', 'skipped'] as const) {
        for (let afterId = 0; ; ) {
          // Asked again for each page: the project may be closed meanwhile.
          const { jobs, store } = getSession(project)
          const page = store.listProblemsAfter({ jobId: getJob(jobs, jobId).id, outcome, afterId, limit: problemsPerPage })
          const last = page.at(-1)
          if (!last) break
          afterId = last.id
          yield page.map(({ id: _id, ...problem }) => problem)
        }
      }
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
