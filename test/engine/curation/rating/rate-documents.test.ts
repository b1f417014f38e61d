import { appendFile, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { documentQuery } from '#contracts/dataset'
import type { InferenceClient } from '#contracts/inference'
import type { Job } from '#contracts/jobs'
import { createRateJob } from '#engine/curation/rating/rate-documents'
import { openRatingSignals } from '#engine/curation/rating/rating-signals'
import { createRatingStore } from '#engine/curation/rating/rating-store'
import { codeRubric } from '#engine/curation/rating/rubric'
import { startRateJob } from '#engine/curation/rating/start-rate-job'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { createJobs, type Jobs } from '#engine/jobs/jobs'
import { openWorkbenchHome } from '#engine/jobs/workbench-home'
import { createModels, type Models } from '#engine/models/models'
import type { InferenceProcess } from '#engine/platform/inference'
import { createNotingLauncher } from '../../../support/noting-launcher.ts'
import { makeNewDocument, makeNewSource } from '../../dataset/documents/make-new-document.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const bundled = path.join(root, 'assets/models/codeshell-small.gguf')
const tiny = path.join(root, 'test/support/gguf/codeshell-tiny.gguf')
const log = { info() {}, warn() {}, error() {} }

let folder: string
let projects: Projects
let jobs: Jobs<OpenProject>
let models: Models
let processes: InferenceProcess[]
/** A text that ends the process, as a fault in llama.cpp would. */
const deadly = 'while True: pass\n'
/** Every text that the model was asked about, in order. */
let asked: string[]
/** The first call is about one text. After so many texts the model gives no answer any more, as one that takes very long: a job that is stopped then is in the midst of its work. */
let answersAtMost: number
/** What the query of the job matches. */
let matching: () => number[]

/** The real client, noting what it is asked about. */
async function getClient(): Promise<Pick<InferenceClient, 'score' | 'scoreTokens' | 'weighChoices'>> {
  const client = await models.getClient()
  return {
    score: client.score,
    scoreTokens: client.scoreTokens,
    weighChoices: async (request, options) => {
      if (asked.length >= answersAtMost) await untilAborted(options?.signal)
      asked.push(...request.texts)
      if (request.texts.includes(deadly)) processes.at(-1)?.kill()
      return client.weighChoices(request, options)
    },
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}

const askedModels = () => ({ state: models.state, fetchState: async () => models.state.get(), getClient })
const getProject = () => projects.getOpen('look at it')

function openJobs(): void {
  projects = createProjects({ userDataFolder: path.join(folder, 'user'), log })
  jobs = createJobs({ projects, workbench: openWorkbenchHome({ userDataFolder: path.join(folder, 'user'), log }), log })
  jobs.register(createRateJob({ models: askedModels(), select: async () => Uint32Array.from(matching()) }))
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-rate-'))
  processes = []
  asked = []
  answersAtMost = Number.POSITIVE_INFINITY
  matching = () => Array.from({ length: getProject().documentCount }, (_, id) => id)
  models = createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder: path.join(folder, 'none'),
    inference: createNotingLauncher(processes),
    log,
    version: 'test',
  })
  openJobs()
  await projects.create(path.join(folder, 'project'), 'Test')
  await models.load(tiny)
})

afterEach(async () => {
  await projects[Symbol.asyncDispose]()
  await jobs[Symbol.asyncDispose]()
  await models[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const makeTexts = (count: number) =>
  Array.from({ length: count }, (_, index) => `def f${index}(a, b):\n    return a * ${index} + b\n\n\n`.repeat(4))

function addDocuments(texts: readonly string[]): void {
  const project = getProject()
  const writer = createDocumentWriter(project.database)
  const documents = texts.map((text, index) => makeNewDocument(text, { path: `file-${project.documentCount + index}.py` }))
  writer.addDocuments(writer.ensureSource(makeNewSource('/code', 'code')), documents)
  project.markColumnsChanged('now')
}

const start = (options: { count?: number; seed?: number; maxTokens?: number } = {}) =>
  startRateJob(
    { jobs, models: askedModels(), assertOpen: () => undefined },
    { query: documentQuery.parse({}), count: 500, seed: 0, maxTokens: 256, project: null, ...options },
  )

async function waitForJob(jobId: number, isReached: (job: Job) => boolean): Promise<Job> {
  for await (const list of jobs.list.watch()) {
    const job = list.find(({ id }) => id === jobId)
    if (job && isReached(job)) return job
  }
  throw new Error('The jobs ended.')
}

const hasEnded = ({ state }: Job) => state !== 'running'
const hasRated = (count: number) => (job: Job) => job.done >= count

async function readRatings(): Promise<number[]> {
  return [...(await getProject().readColumn('model_rating'))]
}

test('stores the mean and the likeliest of the ratings by the probabilities that the model gives', async () => {
  await models.load(bundled)
  const texts = makeTexts(3)
  addDocuments(texts)
  const job = await waitForJob(await start(), hasEnded)
  expect(job).toMatchObject({ state: 'done', done: 3, total: 3, problemCount: 0 })
  expect(job.summary).toMatch(/^\S+ rated 3 documents by the rubric code-1, \d\.\d\d points on average\. /)
  expect(job.summary).toContain('has no chat template')
  const answers = await (await models.getClient()).weighChoices({ ...codeRubric.question, maxTokens: 256, texts })
  const means = answers.map((answer) => {
    if (answer.status === 'failed') throw new Error(answer.reason)
    const total = answer.probabilities.reduce((sum, each) => sum + each, 0)
    return answer.probabilities.reduce((sum, each, rating) => sum + rating * each, 0) / total
  })
  expect(await readRatings()).toEqual(means.map((mean) => expect.closeTo(mean, 4)))
  const likeliest = [...(await getProject().readColumn('model_likeliest_rating'))]
  expect(likeliest.every((rating) => Number.isInteger(rating) && rating >= 0 && rating <= 5)).toBe(true)
  const signal = getProject()
    .listSignals()
    .find(({ name }) => name === 'model_rating')
  expect(signal).toMatchObject({ unit: 'points', missingCount: 0, stale: false })
  expect(signal?.producer).toMatch(/ \([0-9a-f]{8}\), rubric code-1, first 256 tokens$/)
})

test('rates a sample as large as it is asked to, and a larger one of the same seed adds to it', async () => {
  addDocuments(makeTexts(20))
  await waitForJob(await start({ count: 5 }), hasEnded)
  const first = await readRatings()
  expect(first.filter((rating) => !Number.isNaN(rating))).toHaveLength(5)
  expect(asked).toHaveLength(5)
  const job = await waitForJob(await start({ count: 9 }), hasEnded)
  expect(job.summary).toContain('rated 4 documents')
  expect(job.summary).toContain('5 documents of the sample had a rating already')
  expect(asked).toHaveLength(9)
  expect(new Set(asked).size).toBe(9)
  const second = await readRatings()
  expect(second.filter((rating) => !Number.isNaN(rating))).toHaveLength(9)
  expect(second.filter((rating, id) => rating === first[id])).toHaveLength(5)
})

test('a document that is empty has no rating, with the reason; a long one is rated by its beginning, and that is said', async () => {
  addDocuments(['', makeTexts(1)[0]?.repeat(20) ?? ''])
  const job = await waitForJob(await start({ maxTokens: 64 }), hasEnded)
  expect(job).toMatchObject({ state: 'done', problemCount: 1 })
  expect(job.summary).toContain('Of 1 document it read the first 64 tokens')
  expect(jobs.problems({ jobId: job.id, offset: 0, limit: 10 }).problems).toEqual([
    { subject: 'file-0.py', reason: 'The text is empty.', outcome: 'failed' },
  ])
  expect((await readRatings()).map(Number.isNaN)).toEqual([true, false])
})

test('after a pause the sample is the one that was begun, even where the query matches less because of that', async () => {
  addDocuments(makeTexts(12))
  answersAtMost = 1
  const jobId = await start({ count: 9 })
  await waitForJob(jobId, hasRated(1))
  await jobs.pause(jobId)
  expect(await waitForJob(jobId, ({ state }) => state === 'paused')).toMatchObject({ done: 1, total: 9 })
  const before = await readRatings()
  const missing = before.flatMap((rating, id) => (Number.isNaN(rating) ? id : []))
  // As `missing:model_rating` would match.
  matching = () => missing
  answersAtMost = Number.POSITIVE_INFINITY
  jobs.resume(jobId)
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', done: 9, total: 9 })
  expect((await readRatings()).filter((rating) => !Number.isNaN(rating))).toHaveLength(9)
  expect([asked.length, new Set(asked).size]).toEqual([9, 9])
})

test('goes on from what was on disk when the program was killed, and rates nothing twice', async () => {
  addDocuments(makeTexts(10))
  answersAtMost = 1
  const jobId = await start()
  await waitForJob(jobId, hasRated(1))
  // The files as they are while the job runs, which is all that a killed process leaves.
  const killed = path.join(folder, 'killed')
  await mkdir(killed)
  for (const name of ['project.sqlite', 'project.sqlite-wal'])
    await cp(path.join(folder, 'project', name), path.join(killed, name))
  await jobs.cancel(jobId)
  await projects.open(killed)
  const found = await waitForJob(jobId, ({ state }) => state === 'interrupted')
  answersAtMost = Number.POSITIVE_INFINITY
  jobs.resume(found.id)
  await waitForJob(jobId, ({ state }) => state === 'done')
  expect([asked.length, new Set(asked).size]).toEqual([10, 10])
  expect((await readRatings()).some(Number.isNaN)).toBe(false)
})

test('keeps what it rated when it is cancelled', async () => {
  addDocuments(makeTexts(10))
  answersAtMost = 1
  const jobId = await start()
  await waitForJob(jobId, hasRated(1))
  await jobs.cancel(jobId)
  await waitForJob(jobId, ({ state }) => state === 'cancelled')
  expect((await readRatings()).filter((rating) => !Number.isNaN(rating))).toHaveLength(1)
})

test('leaves out a document that ends the inference process again and again', async () => {
  addDocuments([deadly, 'x = read()\n'])
  const jobId = await start()
  expect(await waitForJob(jobId, hasEnded)).toMatchObject({ state: 'done', problemCount: 1 })
  expect(jobs.problems({ jobId, offset: 0, limit: 1 }).problems[0]).toMatchObject({ subject: 'file-0.py' })
  expect((await readRatings()).map(Number.isNaN)).toEqual([true, false])
})

test('another model has ratings of its own, and those of the first come back when it rates again', async () => {
  addDocuments(makeTexts(4))
  await waitForJob(await start(), hasEnded)
  const first = await readRatings()
  const other = path.join(folder, 'other.gguf')
  await copyFile(tiny, other)
  await appendFile(other, Buffer.alloc(32))
  await models.load(other)
  await waitForJob(await start({ count: 1 }), hasEnded)
  expect((await readRatings()).filter((rating) => !Number.isNaN(rating))).toHaveLength(1)
  await models.load(tiny)
  asked = []
  await waitForJob(await start({ count: 1 }), hasEnded)
  expect(asked).toEqual([])
  expect(await readRatings()).toEqual(first)
})

test('whoever is stopped while the ratings of another model come back finds them all the next time', async () => {
  addDocuments(makeTexts(3))
  await waitForJob(await start(), hasEnded)
  const first = await readRatings()
  const project = getProject()
  const store = createRatingStore(project.database)
  const rater = { name: 'first', fingerprint: 'first', rubric: codeRubric.version, maxTokens: 256 }
  const raterId = store.define(rater)
  store.add(
    raterId,
    1,
    [0, 1, 2].map((documentId) => ({ documentId, probabilities: [0, 0, 0, 0, 0, 1], readTokens: 1, isCut: false })),
  )
  const unreadable = {
    *read(id: number) {
      for (const ratings of store.read(id)) yield ratings.slice(0, 1)
      throw new Error('The process ends.')
    },
  }
  expect(() => openRatingSignals(project, { rater, raterId, store: unreadable })).toThrow('The process ends.')
  expect(await readRatings()).toEqual(first)
  openRatingSignals(project, { rater, raterId, store }).finish()
  expect(await readRatings()).toEqual([5, 5, 5])
})

test('does not start without a model, and says what to do', async () => {
  await models.unload()
  await expect(start()).rejects.toMatchObject({
    code: 'model.not-loaded',
    message: expect.stringContaining('Load the model under Models'),
  })
})
