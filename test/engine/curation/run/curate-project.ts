import type { Job } from '#contracts/jobs'
import type { ModelState } from '#contracts/models'
import { type CurateParameters, createCurateJob } from '#engine/curation/run/curate-job'
import type { ScoringModels } from '#engine/curation/score-model'
import { steps as ownSteps } from '#engine/curation/steps/steps'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { statisticsSignals } from '#engine/dataset/signals/statistics'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createObservable } from '#engine/platform/observable'
import { makeNewDocument, makeNewSource } from '../../dataset/documents/make-new-document.ts'
import { steps } from './trial-steps.ts'

const log = { info() {}, warn() {}, error() {} }

/** A project in a folder with the runner of steps, as a test uses them. */
export interface CuratedProject extends AsyncDisposable {
  readonly projects: Projects
  readonly jobs: Jobs<OpenProject>
  readonly project: OpenProject
  add(texts: readonly string[]): void
  start(chosen: readonly string[] | CurateParameters['steps'], options?: Partial<CurateParameters>): number
  /** Resolves when the job is no longer running. */
  ended(jobId: number): Promise<Job>
  run(chosen: readonly string[] | CurateParameters['steps'], options?: Partial<CurateParameters>): Promise<Job>
  column(name: string): Promise<number[]>
}

export interface CuratedOptions {
  processCount?: number
  stillKept?: Parameters<typeof createCurateJob>[0]['stillKept']
  countRules?: Parameters<typeof createCurateJob>[0]['countRules']
  select?: Parameters<typeof createCurateJob>[0]['select']
  /** Those that may be asked; by default none is loaded. */
  models?: ScoringModels
  /** The program's own steps in place of those for tests. */
  isOwn?: boolean
}

const noModels: ScoringModels = {
  state: createObservable<ModelState>({ status: 'none' }),
  fetchState: async () => ({ status: 'none' }),
  getClient: () => Promise.reject(new Error('No model is loaded.')),
}

/** Opens the project in `folder`, which is made when it is missing. */
export async function openCurated(folder: string, userDataFolder: string, options: CuratedOptions = {}): Promise<CuratedProject> {
  const projects = createProjects({ userDataFolder, log })
  const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
  jobs.register(
    createCurateJob({
      steps: options.isOwn ? ownSteps : steps,
      models: options.models ?? noModels,
      stepsModule: options.isOwn ? null : new URL('./trial-steps.ts', import.meta.url).href,
      processCount: options.processCount ?? 2,
      select: options.select ?? (async () => Uint32Array.of(0, 1)),
      stillKept: options.stillKept ?? (async () => null),
      countRules: options.countRules ?? (async () => []),
    }),
  )
  await projects.open(folder).catch(() => projects.create(folder, 'Test'))
  const project = projects.getOpen('test it')

  const start: CuratedProject['start'] = (chosen, given) => {
    const listed = chosen.map((each) => (typeof each === 'string' ? { kind: each, parameters: {} } : each))
    const parameters: CurateParameters = { recipe: '', steps: listed, scoreAll: false, ...given }
    return jobs.start({ kind: 'curate', title: 'Curate', parameters })
  }
  const ended: CuratedProject['ended'] = async (jobId) => {
    for await (const list of jobs.list.watch()) {
      const job = list.find(({ id }) => id === jobId)
      if (job && job.state !== 'running') return job
    }
    throw new Error('The jobs ended.')
  }
  return {
    projects,
    jobs,
    project,
    add(texts) {
      const writer = createDocumentWriter(project.database)
      const source = writer.ensureSource(makeNewSource('/code', 'code'))
      const before = project.documentCount
      writer.addDocuments(
        source,
        texts.map((text, index) => makeNewDocument(text, { path: `file-${before + index}.py`, statistics: measure(text) })),
      )
      project.markColumnsChanged('now')
    },
    start,
    ended,
    run: (chosen, given) => ended(start(chosen, given)),
    column: async (name) => [...(await project.readColumn(name))],
    async [Symbol.asyncDispose]() {
      await projects[Symbol.asyncDispose]()
      await jobs[Symbol.asyncDispose]()
    },
  }
}

/** The size alone. */
function measure(text: string): Float64Array {
  return Float64Array.from(statisticsSignals, ({ name }) => (name === 'size' ? Buffer.byteLength(text) : 0))
}
