// Imports one input into a new project: the last line is one JSON object. Each import has a process of its own, so that its memory is its own.
import { importJob } from '#engine/dataset/importers/import-job'
import { createProjects } from '#engine/dataset/project/projects'
import { createJobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createLog } from '#engine/platform/log'

const [project = '', kind = '', path = '', userDataFolder = ''] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
jobs.register(importJob)
await projects.create(project, 'Bench')
const startMs = performance.now()
const parameters = { inputs: [{ location: { kind, path, table: null }, mapping: {} }], maxRejectedShare: 1 }
const id = jobs.start({ kind: 'import', title: 'Import', parameters })
for await (const list of jobs.list.watch()) {
  const job = list.find((each) => each.id === id)
  if (!job || job.state === 'running') continue
  if (job.state !== 'done') throw new Error(job.failure ?? job.state)
  break
}
const seconds = (performance.now() - startMs) / 1000
const { documentCount, sizeBytes } = projects.getOpen('read its counts').state.get()
// Kilobytes on every system but macOS, where the number is of bytes.
const peakRssMb = process.resourceUsage().maxRSS / (process.platform === 'darwin' ? 1e6 : 1000)
console.log(JSON.stringify({ seconds, documentCount, sizeBytes, peakRssMb }))
await projects[Symbol.asyncDispose]()
await jobs[Symbol.asyncDispose]()
