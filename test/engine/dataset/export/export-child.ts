// Exports all documents of a project and kills its own process as soon as the unfinished file is there.
import { createExportJob } from '#engine/dataset/export/export-documents'
import { createProjects } from '#engine/dataset/project/projects'
import { createJobs } from '#engine/jobs/jobs'
import { createFileGuard } from '#engine/platform/file-guard'
import { createLog } from '#engine/platform/log'

const [project = '', file = '', userDataFolder = ''] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, log })
const files = createFileGuard({ userDataFolder, project: () => null, models: () => [] })
const keepAll = { kept: async () => null, hits: async () => [] }
const exportJob = createExportJob({ getDecisions: () => keepAll, files })
jobs.register({
  ...exportJob,
  run: (context) => exportJob.run({ ...context, progress: () => process.kill(process.pid, 'SIGKILL') }),
})
await projects.open(project)
jobs.start({ kind: 'export', title: 'Export', parameters: { file, which: 'all' } })
