import { firstWorkbenchJobId, type Job, type JobKind, type JobLogLine, type JobProblem, maxListedJobs } from '#contracts/jobs'
import type { Log } from '../platform/log.ts'
import { createObservable, type Observable } from '../platform/observable.ts'
import { createClaims } from './claims.ts'
import type { JobDefinition, JobHome, WorkbenchJobDefinition } from './job-definition.ts'
import { type JobSet, openJobSet } from './job-set.ts'

/**
 * The jobs of the workbench and of the open project; they share out what they claim. `project` is the folder of the one that is meant, null any;
 * a job of the workbench has none. Methods fail with `project.not-open`, `job.not-found` or `job.conflict`.
 */
export interface Jobs<Project extends JobHome = JobHome> {
  /** Newest first, at most `maxListedJobs` and those that run. The latest state at most ten times a second. */
  readonly list: Observable<Job[]>
  /** Makes a kind of job of projects known. Once for each kind, before any is started or resumed. */
  register<P>(definition: JobDefinition<P, Project>): void
  /** Makes a kind of job of the workbench known. */
  registerOfWorkbench<P>(definition: WorkbenchJobDefinition<P>): void
  /**
   * Starts a job and gives its id at once. It begins when no other job uses what it claims; until then it says which one does. Its kind says
   * whether it belongs to the project or to the workbench.
   */
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
  /** Interrupts the jobs of the workbench; those of the project end with the project. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Where the project comes from whose jobs these are. */
export interface JobProjects<Project extends JobHome> {
  readonly current: Observable<Project | null>
  /** As that of `Projects`. */
  getOpen(attempt: string, meant?: string | null): Project
  /** Calls back right before a project closes and waits for it. */
  onWillClose(listener: (project: Project) => Promise<void>): void
}

export interface JobsOptions<Project extends JobHome> {
  projects: JobProjects<Project>
  /** Closed with the jobs. */
  workbench: JobHome & Disposable
  log: Log
}

const publishEveryMs = 100

export function createJobs<Project extends JobHome>({ projects, workbench, log }: JobsOptions<Project>): Jobs<Project> {
  const ofProjects = new Map<JobKind, JobDefinition<unknown, Project>>()
  const ofWorkbench = new Map<JobKind, WorkbenchJobDefinition<unknown>>()
  const list = createObservable<Job[]>([])
  const closing = new AbortController()
  const claims = createClaims()
  let session: { project: Project; set: JobSet } | null = null
  let workbenchSet: JobSet | null = null
  let timer: NodeJS.Timeout | undefined

  function publish(): void {
    clearTimeout(timer)
    timer = undefined
    const jobs = [...(session?.set.list() ?? []), ...getWorkbenchSet().list()]
    jobs.sort((one, other) => other.startedAt - one.startedAt || other.id - one.id)
    list.set(jobs.filter(({ state }, place) => place < maxListedJobs || state === 'running'))
  }

  function onDidChange(when: 'now' | 'soon'): void {
    if (when === 'now') publish()
    else timer ??= setTimeout(publish, publishEveryMs)
  }

  /** Opened when it is first needed: by then its kinds are known. */
  function getWorkbenchSet(): JobSet {
    workbenchSet ??= openJobSet({
      ...{ scope: 'workbench', home: workbench, claims, log, onDidChange },
      findDefinition: (kind) => ofWorkbench.get(kind),
    })
    return workbenchSet
  }

  function attach(project: Project): JobSet {
    if (session?.project === project) return session.set
    const set = openJobSet({
      ...{ scope: 'project', home: project, claims, log, onDidChange },
      findDefinition: (kind) => giveProject(ofProjects.get(kind), project),
    })
    session = { project, set }
    publish()
    return set
  }

  async function detach(project: Project): Promise<void> {
    if (session?.project !== project) return
    await session.set.interruptAll()
    session = null
    publish()
  }

  async function follow(): Promise<void> {
    for await (const project of projects.current.watch(closing.signal)) {
      try {
        if (project) attach(project)
        else publish()
      } catch (error) {
        // The rest of the project can be used; whoever works with its jobs meets the same and is told.
        log.error('the jobs of the project cannot be read', { folder: project?.folder, reason: String(error) })
      }
    }
  }

  const getProjectSet = (project?: string | null) => attach(projects.getOpen('work with its jobs', project))

  const getSet = (jobId: number, project?: string | null) =>
    jobId >= firstWorkbenchJobId ? getWorkbenchSet() : getProjectSet(project)

  projects.onWillClose(detach)
  void follow()

  return {
    list,
    register(definition) {
      ofProjects.set(definition.kind, definition as JobDefinition<unknown, Project>)
    },
    registerOfWorkbench(definition) {
      ofWorkbench.set(definition.kind, definition as WorkbenchJobDefinition<unknown>)
    },
    start: ({ project, ...job }) => (ofWorkbench.has(job.kind) ? getWorkbenchSet() : getProjectSet(project)).start(job),
    pause: async (jobId, project) => getSet(jobId, project).stop(jobId, 'paused'),
    cancel: async (jobId, project) => getSet(jobId, project).stop(jobId, 'cancelled'),
    resume: (jobId, project) => getSet(jobId, project).resume(jobId),
    log: (jobId, project) => getSet(jobId, project).log(jobId),
    problems: ({ project, ...page }) => getSet(page.jobId, project).problems(page),
    *eachProblem(jobId, project) {
      for (const outcome of ['failed', 'skipped'] as const) {
        for (let afterId = 0; ; ) {
          // Asked again for each page: the project may be closed meanwhile.
          const page = getSet(jobId, project).problemsAfter({ jobId, outcome, afterId })
          const last = page.at(-1)
          if (!last) break
          afterId = last.id
          yield page.map(({ id: _id, ...problem }) => problem)
        }
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      await workbenchSet?.interruptAll()
      clearTimeout(timer)
      workbench[Symbol.dispose]()
    },
  }
}

/** The kind as it runs in one project. */
function giveProject<Project extends JobHome>(
  definition: JobDefinition<unknown, Project> | undefined,
  project: Project,
): WorkbenchJobDefinition<unknown> | undefined {
  if (!definition) return undefined
  const { kind, unit, claims, parameters } = definition
  return {
    ...{ kind, unit, claims, parameters },
    run: (context) => definition.run(Object.assign(context, { project })),
    tidy: async (cursor) => definition.tidy?.(cursor, project),
  }
}
