import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DocumentQuery } from '#contracts/dataset'
import type { SourceKind } from '#contracts/imports'
import type { Job, JobKind } from '#contracts/jobs'
import type { Rule } from '#contracts/rule'
import type { Decisions } from '#engine/dataset/decisions'
import { createDocumentBrowser, type DocumentBrowser } from '#engine/dataset/documents/document-browser'
import { createExportJob } from '#engine/dataset/export/export-job'
import type { ExportedRecipe } from '#engine/dataset/export/manifest'
import { importJob } from '#engine/dataset/importers/import-job'
import type { OpenProject } from '#engine/dataset/project/project'
import { isProjectFileName } from '#engine/dataset/project/project-file'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { createProjectLabels, type ProjectLabels } from '#engine/dataset/review/project-labels'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createFileGuard, type FileGuard } from '#engine/platform/file-guard'
import type { Log } from '#engine/platform/log'
import { getProjectColumns, noStepResults } from '#engine/tuning/rules/project-columns'
import { createTuning } from '#engine/tuning/tuning'

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export const anyDocument: DocumentQuery = {
  text: '',
  languages: [],
  sourceIds: [],
  verdict: 'any',
  labels: [],
  licences: [],
  repos: [],
}

/** A place for projects and folders of code, with the services that work on them. */
export interface Fixture extends AsyncDisposable {
  /** Holds everything the test writes. */
  folder: string
  /** Where a project may be created. */
  projectFolder: string
  projects: Projects
  files: FileGuard
  jobs: Jobs<OpenProject>
  labels: ProjectLabels
  /** The cuts in force. */
  rules: Rule[]
  getDecisions(): Decisions
  /** What has the cuts, as an export tells of it. */
  getRecipe(): ExportedRecipe
  browser: DocumentBrowser
  /** Writes files below `folder`/`name` and gives that folder. */
  writeTree(name: string, files: Record<string, string | Uint8Array>): string
  /** Starts a job and waits until it does not run any more. */
  runJob(kind: JobKind, parameters: unknown): Promise<Job>
  /** Imports a folder, or a file of another kind. */
  importPath(path: string, options?: { kind?: SourceKind; maxTextBytes?: number; maxRejectedShare?: number }): Promise<Job>
  importTree(name: string, files: Record<string, string | Uint8Array>): Promise<Job>
}

export function createFixture(): Fixture {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-dataset-'))
  const projects = createProjects({ userDataFolder: join(folder, 'user'), log: silentLog })
  const jobs = createJobs({
    projects,
    workbench: openWorkbenchHome({ userDataFolder: join(folder, 'user'), log: silentLog }),
    log: silentLog,
  })
  const labels = createProjectLabels({ current: projects.current, log: silentLog })
  const tuning = createTuning({
    project() {
      const open = projects.current.get()
      return open && getProjectColumns(open, noStepResults)
    },
  })
  const files = createFileGuard({
    userDataFolder: join(folder, 'user'),
    project() {
      const open = projects.current.get()
      return open && { folder: open.folder, isOwnName: isProjectFileName }
    },
    models: () => [],
  })
  const getDecisions = () => tuning.decide([...fixture.rules])
  const fixture: Fixture = {
    folder,
    files,
    projectFolder: join(folder, 'project'),
    projects,
    jobs,
    labels,
    rules: [],
    getDecisions,
    getRecipe: () => ({
      name: 'Test recipe',
      text: 'version: 2\nname: Test recipe\nrules: []\n',
      rules: fixture.rules,
      steps: [],
      lastRun: null,
    }),
    browser: createDocumentBrowser({ getProject: () => projects.getOpen('test'), getDecisions, loadLabels: labels.load }),
    writeTree(name, files) {
      const root = join(folder, name)
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), content)
      }
      return root
    },
    runJob: async (kind, parameters) => waitForJob(jobs, jobs.start({ kind, title: kind, parameters })),
    importPath: (path, { kind = 'folder', ...limits } = {}) =>
      fixture.runJob('import', { inputs: [{ location: { kind, path, table: null }, mapping: {} }], ...limits }),
    importTree: (name, files) => fixture.importPath(fixture.writeTree(name, files), { maxTextBytes: 1_000_000 }),
    async [Symbol.asyncDispose]() {
      await projects[Symbol.asyncDispose]()
      await jobs[Symbol.asyncDispose]()
      labels[Symbol.dispose]()
      rmSync(folder, { recursive: true })
    },
  }
  jobs.register(importJob)
  jobs.register(createExportJob({ ...fixture, programVersion: '1.2.3' }))
  return fixture
}

/** Waits until a job does not run any more. */
export async function waitForJob(jobs: Jobs, jobId: number): Promise<Job> {
  for await (const list of jobs.list.watch()) {
    const job = list.find(({ id }) => id === jobId)
    if (job && job.state !== 'running') return job
  }
  throw new Error('The list of jobs ended.')
}
