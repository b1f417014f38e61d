// Exports all documents of a project. Kills its own process as soon as the unfinished file or folder is there, or, asked for the failure,
// prints that.
import { existsSync } from 'node:fs'
import { createExportJob } from '#engine/dataset/export/export-job'
import { createProjects } from '#engine/dataset/project/projects'
import { createProjectLabels } from '#engine/dataset/review/project-labels'
import { createJobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createFileGuard } from '#engine/platform/file-guard'
import { listIds } from '#engine/platform/list-ids'
import { createLog } from '#engine/platform/log'
import { waitForJob } from '../project-fixture.ts'

const [project = '', target = '', format = '', userDataFolder = '', wish = 'die'] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
const exportJob = createExportJob({
  getDecisions: () => ({
    rules: [],
    bounds: async () => null,
    masks: async () => new Map(),
    countHits: async () => new Uint8Array(),
    hasDuplicates: () => false,
    clusterPlaces: async () => new Float32Array(),
    clusterMembers: async () => null,
    kept: async () => null,
    hits: async () => [],
  }),
  getRecipe: () => ({ name: '', text: '', rules: [], steps: [], lastRun: null }),
  labels: createProjectLabels({ current: projects.current, log }),
  browser: { select: async () => listIds(projects.getOpen('export').documentCount) },
  files: createFileGuard({ userDataFolder, project: () => null, models: () => [] }),
  programVersion: '0',
})
jobs.register({
  ...exportJob,
  run(context) {
    let partial = ''
    return exportJob.run({
      ...context,
      saveCursor(cursor) {
        context.saveCursor(cursor)
        partial = (cursor as { place: { partial: string } }).place.partial
      },
      progress: () => wish === 'die' && existsSync(partial) && process.kill(process.pid, 'SIGKILL'),
    })
  },
})
await projects.open(project)
const jobId = jobs.start({ kind: 'export', title: 'Export', parameters: { target, format, which: 'all' } })
const { failure } = await waitForJob(jobs, jobId)
console.log(failure)
await projects.close()
await jobs[Symbol.asyncDispose]()
