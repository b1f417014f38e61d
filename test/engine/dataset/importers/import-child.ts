// Imports a folder and kills its own process in the middle of storing the second batch.
import { importJob } from '#engine/dataset/importers/import-job'
import { createProjects } from '#engine/dataset/project/projects'
import { createJobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createLog } from '#engine/platform/log'

const [project = '', folder = '', userDataFolder = ''] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
let stored = 0
jobs.register({
  ...importJob,
  run: (context) =>
    importJob.run({
      ...context,
      saveCursor(cursor) {
        context.saveCursor(cursor)
        if (++stored === 2) process.kill(process.pid, 'SIGKILL')
      },
    }),
})
await projects.open(project)
jobs.start({ kind: 'import', title: 'Import', parameters: { folder, maxFileBytes: 1_000_000 } })
