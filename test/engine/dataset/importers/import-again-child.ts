// Imports a file of JSON Lines, or goes on with the import that a killed process left. Says "ready" when it begins and how it ended.
import { importJob } from '#engine/dataset/importers/import-job'
import { createProjects } from '#engine/dataset/project/projects'
import { createJobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createLog } from '#engine/platform/log'
import { waitForJob } from '../project-fixture.ts'

const [project = '', file = '', userDataFolder = ''] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
jobs.register(importJob)
await projects.open(project)
const [left] = await firstList()
const inputs = [{ location: { kind: 'jsonl', path: file, table: null }, mapping: {} }]
const id = left?.id ?? jobs.start({ kind: 'import', title: 'Import', parameters: { inputs } })
if (left) jobs.resume(left.id)
process.stdout.write('ready\n')
const job = await waitForJob(jobs, id)
process.stdout.write(`${job.state}\n`)
await projects[Symbol.asyncDispose]()
await jobs[Symbol.asyncDispose]()

async function firstList() {
  // The list comes with the project, a moment after it.
  await new Promise(setImmediate)
  for await (const list of jobs.list.watch()) return list
  return []
}
