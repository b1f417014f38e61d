import { appendFile, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InferenceClient } from '#contracts/inference'
import type { Job } from '#contracts/jobs'
import { createScoreJob, startScoreJob } from '#engine/curation/score-with-model'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createModels, type Models } from '#engine/models/models'
import type { InferenceProcess } from '#engine/platform/inference'
import { createNotingLauncher } from '../../support/noting-launcher.ts'
import { makeNewDocument, makeNewSource } from '../dataset/documents/make-new-document.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const tiny = path.join(root, 'test/support/gguf/codeshell-tiny.gguf')
const log = { info() {}, warn() {}, error() {} }

let folder: string
let projects: Projects
let jobs: Jobs<OpenProject>
let models: Models
let processes: InferenceProcess[]
/** A text that ends the process, as a fault in llama.cpp would. */
const deadly = 'while True: pass\n'
/** Every text that was sent to be scored, in order. */
let sent: string[]

/** The real client, noting what it is asked to score. */
async function getClient(): Promise<InferenceClient> {
  const client = await models.getClient()
  const score: InferenceClient['score'] = (request, options) => {
    sent.push(...request.texts)
    if (request.texts.includes(deadly)) processes.at(-1)?.kill()
    return client.score(request, options)
  }
  // Awaiting a client gives back the client itself, whatever wraps it, so its methods are taken one by one.
  const { detect, prove, open, inspect, fit, load, unload, infill, scoreTokens, weighChoices } = client
  return { detect, prove, open, inspect, fit, load, unload, infill, score, scoreTokens, weighChoices }
}

const scoringModels = () => ({ state: models.state, fetchState: async () => models.state.get(), getClient })

function openJobs(): void {
  projects = createProjects({ userDataFolder: path.join(folder, 'user'), log })
  jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder: path.join(folder, 'user'), log }), log })
  jobs.register(createScoreJob({ models: scoringModels() }))
}

async function closeJobs(): Promise<void> {
  await projects[Symbol.asyncDispose]()
  await jobs[Symbol.asyncDispose]()
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-score-'))
  processes = []
  sent = []
  models = createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder: path.join(folder, 'none'),
    inference: createNotingLauncher(processes),
    log,
    version: 'test',
  })
  openJobs()
  await projects.create(path.join(folder, 'project'), 'Test')
})

afterEach(async () => {
  await closeJobs()
  await models[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Documents that differ, long enough that scoring them takes a while. */
function makeTexts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `def f${index}(a, b):\n    return a * ${index} + b\n\n\n`.repeat(30))
}

function addDocuments(texts: readonly string[]): void {
  const project = projects.getOpen('add documents')
  const writer = createDocumentWriter(project.database)
  const documents = texts.map((text, index) => makeNewDocument(text, { path: `file-${project.documentCount + index}.py` }))
  writer.addDocuments(writer.ensureSource(makeNewSource('/code', 'code')), documents)
  project.markColumnsChanged('now')
}

async function start(maxTokens = 128): Promise<{ jobId: number }> {
  const starter = { jobs, models: scoringModels(), assertOpen: () => undefined }
  return { jobId: await startScoreJob(starter, { maxTokens, project: null }) }
}

async function waitForJob(jobId: number, isReached: (job: Job) => boolean): Promise<Job> {
  for await (const list of jobs.list.watch()) {
    const job = list.find(({ id }) => id === jobId)
    if (job && isReached(job)) return job
  }
  throw new Error('The jobs ended.')
}

const hasEnded = ({ state }: Job) => state !== 'running'

async function readColumn(name: string): Promise<number[]> {
  return [...(await projects.getOpen('read values').readColumn(name))]
}

test('stores perplexity and bits per byte from the exact probabilities', async () => {
  await models.load(tiny)
  const texts = makeTexts(3)
  addDocuments(texts)
  const { jobId } = await start()
  const job = await waitForJob(jobId, hasEnded)
  expect(job).toMatchObject({ state: 'done', done: 3, total: 3, summary: 'CodeShell-Tiny scored 3 documents.' })

  const scores = await (await models.getClient()).score({ texts, maxTokens: 128 })
  const exact = scores.map((score) => {
    if (score.status === 'failed') throw new Error(score.reason)
    const { logProbability, scoredTokens, scoredBytes } = score
    return {
      perplexity: Math.fround(Math.exp(-logProbability / scoredTokens)),
      bits: Math.fround(-logProbability / Math.LN2 / scoredBytes),
    }
  })
  expect(await readColumn('model_perplexity')).toEqual(exact.map(({ perplexity }) => expect.closeTo(perplexity, 3)))
  expect(await readColumn('model_bits_per_byte')).toEqual(exact.map(({ bits }) => expect.closeTo(bits, 4)))
  const signal = projects
    .getOpen('read signals')
    .listSignals()
    .find(({ name }) => name === 'model_perplexity')
  expect(signal).toMatchObject({ unit: 'perplexity', missingCount: 0, stale: false })
  expect(signal?.producer).toMatch(/^CodeShell-Tiny \([0-9a-f]{8}\), first 128 tokens$/)
})

test('leaves a document that cannot be scored without a value and says why', async () => {
  await models.load(tiny)
  addDocuments(['x = read()\n', '', 'y = 2\n'])
  const { jobId } = await start()
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', problemCount: 1 })
  expect(jobs.problems({ jobId, offset: 0, limit: 10 }).problems).toEqual([
    { subject: 'file-1.py', reason: 'The text is empty.', outcome: 'failed' },
  ])
  expect((await readColumn('model_perplexity')).map(Number.isNaN)).toEqual([false, true, false])
})

test('the same path in two sources is two problems, each with its source', async () => {
  await models.load(tiny)
  addDocuments([''])
  const project = projects.getOpen('add documents')
  const writer = createDocumentWriter(project.database)
  const vendor = writer.ensureSource(makeNewSource('/vendor', 'vendor'))
  writer.addDocuments(vendor, [makeNewDocument('', { path: 'file-0.py' })])
  project.markColumnsChanged('now')
  const { jobId } = await start()
  const { problemCount, summary } = await waitForJob(jobId, hasEnded)
  expect(problemCount).toBe(2)
  expect(summary).toContain('2 documents have no value')
  expect(jobs.problems({ jobId, offset: 0, limit: 10 }).problems.map(({ subject }) => subject)).toEqual([
    'file-0.py (code)',
    'file-0.py (vendor)',
  ])
})

test('documents that come in while it scores are named, and are no problems', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  await waitForJob(jobId, ({ done }) => done > 0)
  addDocuments(['import os\n'])
  const { done, problemCount, summary } = await waitForJob(jobId, hasEnded)
  expect({ done, problemCount }).toEqual({ done: 24, problemCount: 0 })
  expect(summary).toMatch(/ scored 24 documents\. 1 document came in meanwhile; score again to include it\.$/)
})

test('goes on after a pause without scoring anything twice', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  await waitForJob(jobId, ({ done }) => done > 0)
  await jobs.pause(jobId)
  const paused = await waitForJob(jobId, ({ state }) => state === 'paused')
  expect(paused.done).toBeLessThan(24)
  sent = []
  jobs.resume(jobId)
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', done: 24 })
  expect(sent).toHaveLength(24 - paused.done)
  expect((await readColumn('model_perplexity')).some(Number.isNaN)).toBe(false)
})

test('goes on from what was on disk when the program was killed', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  const seen = await waitForJob(jobId, ({ done }) => done > 0)
  // The files as they are while the job runs, which is all that a killed process leaves.
  const killed = path.join(folder, 'killed')
  await mkdir(killed)
  for (const name of ['project.sqlite', 'project.sqlite-wal'])
    await cp(path.join(folder, 'project', name), path.join(killed, name))
  await jobs.cancel(jobId)
  await projects.open(killed)
  const found = await waitForJob(jobId, ({ state }) => state === 'interrupted')
  sent = []
  jobs.resume(found.id)
  await waitForJob(jobId, ({ state }) => state === 'done')
  expect(sent.length).toBeLessThanOrEqual(24 - seen.done)
  expect(new Set(sent).size).toBe(sent.length)
  expect((await readColumn('model_bits_per_byte')).some(Number.isNaN)).toBe(false)
})

test('keeps what it stored when it is cancelled', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  await waitForJob(jobId, ({ done }) => done > 0)
  await jobs.cancel(jobId)
  const job = await waitForJob(jobId, ({ state }) => state === 'cancelled')
  projects.getOpen('look').markColumnsChanged('now')
  const values = await readColumn('model_perplexity')
  expect(values.filter((value) => !Number.isNaN(value))).toHaveLength(job.done)
  expect(job.done).toBeLessThan(24)
})

test('waits for the inference process when it is restarted and goes on', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  await waitForJob(jobId, ({ done }) => done > 0)
  processes[0]?.kill()
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', done: 24, problemCount: 0 })
  expect((await readColumn('model_perplexity')).some(Number.isNaN)).toBe(false)
})

test('leaves out a document that ends the inference process again and again', async () => {
  await models.load(tiny)
  addDocuments([deadly, 'x = read()\n'])
  const { jobId } = await start()
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', problemCount: 1 })
  expect(jobs.problems({ jobId, offset: 0, limit: 1 }).problems[0]).toMatchObject({ subject: 'file-0.py' })
  expect((await readColumn('model_perplexity')).map(Number.isNaN)).toEqual([true, false])
})

test('scores only what has no value yet', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(2))
  await waitForJob((await start()).jobId, hasEnded)
  addDocuments(['import os\nimport sys\n'])
  sent = []
  await waitForJob((await start()).jobId, hasEnded)
  expect(sent).toEqual(['import os\nimport sys\n'])
})

test('replaces values of another number of tokens, from the first document on', async () => {
  await models.load(tiny)
  addDocuments(makeTexts(2))
  await waitForJob((await start(128)).jobId, hasEnded)
  const before = await readColumn('model_perplexity')
  await waitForJob((await start(64)).jobId, hasEnded)
  const after = await readColumn('model_perplexity')
  expect(after.some((value, index) => Number.isNaN(value) || value === before[index])).toBe(false)
})

test('fails rather than score with a model that took the place of the first', async () => {
  const other = path.join(folder, 'other.gguf')
  await copyFile(tiny, other)
  await appendFile(other, Buffer.alloc(32))
  await models.load(tiny)
  addDocuments(makeTexts(24))
  const { jobId } = await start()
  await waitForJob(jobId, ({ done }) => done > 0)
  await models.load(other)
  const failed = await waitForJob(jobId, hasEnded)
  expect(failed).toMatchObject({ state: 'failed', failure: expect.stringContaining('this job scores with') })
  await models.load(tiny)
  jobs.resume(jobId)
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', done: 24 })
})

test('does not start without a model or without a project', async () => {
  await expect(start()).rejects.toMatchObject({ code: 'model.not-loaded' })
  await models.load(tiny)
  await projects.close()
  await expect(start()).rejects.toMatchObject({ code: 'project.not-open' })
})
