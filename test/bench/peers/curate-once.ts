// Runs steps on a project: the last line is one JSON object. In a process of its own, so that its memory and that of the processes of steps
// is their own.
import { readdirSync, readFileSync } from 'node:fs'
import type { ModelState } from '#contracts/models'
import { createCurateJob } from '#engine/curation/run/curate-job'
import { planSteps } from '#engine/curation/run/plan-steps'
import { createRunStore } from '#engine/curation/run/run-store'
import type { ScoringModels } from '#engine/curation/score-model'
import { steps } from '#engine/curation/steps/steps'
import { createProjects } from '#engine/dataset/project/projects'
import { createJobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createLog } from '#engine/platform/log'
import { createObservable } from '#engine/platform/observable'
import { stayInForeground } from '#engine/platform/threads/background-thread'

// Beside a peer that is not in the background.
stayInForeground()
const [project = '', userDataFolder = '', kinds = '', processes = '0'] = process.argv.slice(2)
const log = createLog()
const projects = createProjects({ userDataFolder, log })
const jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder, log }), log })
const all = async () => Uint32Array.from({ length: projects.getOpen('select').documentCount }, (_, id) => id)
const noModels: ScoringModels = {
  state: createObservable<ModelState>({ status: 'none' }),
  fetchState: async () => ({ status: 'none' }),
  getClient: () => Promise.reject(new Error('No model is loaded.')),
}
const processCount = Number(processes) > 0 ? { processCount: Number(processes) } : {}
jobs.register(
  createCurateJob({
    steps,
    stepsModule: null,
    select: all,
    models: noModels,
    stillKept: async () => null,
    countRules: async () => [],
    ...processCount,
  }),
)
await projects.open(project)

let peakRssBytes = 0
const timer = setInterval(() => {
  peakRssBytes = Math.max(peakRssBytes, sumMemory())
}, 200)
const startMs = performance.now()
const listed = kinds
  .split(',')
  .filter(Boolean)
  .map((kind) => ({ kind, parameters: {} }))
const planned = planSteps(steps, listed, { signals: [], steps: [] }).map(({ step, parameters }) => ({
  kind: step.kind,
  parameters: { ...parameters },
}))
const id = jobs.start({ kind: 'curate', title: 'Bench', parameters: { recipe: '', steps: planned, scoreAll: false } })
for await (const list of jobs.list.watch()) {
  const job = list.find((each) => each.id === id)
  if (!job || job.state === 'running') continue
  if (job.state !== 'done') throw new Error(job.failure ?? job.state)
  break
}
const seconds = (performance.now() - startMs) / 1000
clearInterval(timer)
const report = createRunStore(projects.getOpen('read its report').database).list(1)[0]?.report
console.log(JSON.stringify({ seconds, report, peakRssMb: peakRssBytes / 1e6 }))
await projects[Symbol.asyncDispose]()
await jobs[Symbol.asyncDispose]()

/** Of this process and of those that it started; elsewhere than on Linux of this one alone. */
function sumMemory(): number {
  if (process.platform !== 'linux') return process.memoryUsage().rss
  const children = readdirSync('/proc/self/task').flatMap((thread) => readOnce(`/proc/self/task/${thread}/children`).split(' '))
  return [String(process.pid), ...children.filter(Boolean)]
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readOnce(`/proc/${pid}/status`))?.[1] ?? 0) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0)
}

/** What is gone by now has no memory. */
function readOnce(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
