import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InferenceClient } from '#contracts/inference'
import { readTokenCounts } from '#engine/curation/tokens/read-token-counts'
import { createModels, type Models } from '#engine/models/models'
import { createNotingLauncher } from '../../../support/noting-launcher.ts'
import { type CuratedProject, openCurated } from './curate-project.ts'

const tiny = fileURLToPath(new URL('../../../support/gguf/codeshell-tiny.gguf', import.meta.url))
const log = { info() {}, warn() {}, error() {} }
const reach = { max_tokens: 96, window_tokens: 48, stride_tokens: 32 }
const listed = [{ kind: 'model-perplexity', parameters: reach }]

let folder: string
let models: Models
let curated: CuratedProject
/** Texts of each call that the model was asked. */
let asked: string[][]

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-model-step-'))
  asked = []
  models = createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder: path.join(folder, 'none'),
    inference: createNotingLauncher([]),
    log,
    version: 'test',
  })
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), {
    isOwn: true,
    processCount: 1,
    models: { state: models.state, fetchState: async () => models.state.get(), getClient },
  })
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await models[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function getClient(): Promise<Pick<InferenceClient, 'score' | 'scoreTokens' | 'weighChoices'>> {
  const client = await models.getClient()
  return {
    scoreTokens: client.scoreTokens,
    weighChoices: client.weighChoices,
    score: (request, options) => {
      asked.push(request.texts)
      return client.score(request, options)
    },
  }
}

const texts = Array.from({ length: 10 }, (_, index) => `def f${index}(a):\n    return a * ${index}\n`.repeat(10))

test('a step that asks the model stores what the model says, a few documents at once, and what it could not score', async () => {
  await models.load(tiny)
  curated.add([...texts, ''])
  const job = await curated.run(listed)
  expect(job).toMatchObject({ state: 'done', done: 11, problemCount: 1 })
  // Batches are under way at the same time: either may come first.
  expect(asked.map(({ length }) => length).toSorted()).toEqual([3, 8])
  const [first] = await (await models.getClient()).score({
    texts: texts.slice(0, 1),
    maxTokens: 96,
    windowTokens: 48,
    strideTokens: 32,
  })
  if (first?.status !== 'scored') throw new Error('not scored')
  expect(first.scoredTokens).toBe(95)
  const column = await curated.column('model_perplexity')
  expect(column[0]).toBeCloseTo(Math.exp(-first.logProbability / first.scoredTokens), 1)
  expect(column.map(Number.isNaN)).toEqual([...texts.map(() => false), true])
  // None was read to its end.
  expect((await curated.column('model_token_count')).every(Number.isNaN)).toBe(true)
  await curated.run(listed)
  expect(asked).toHaveLength(2)
})

test('without a model the run fails with the reason, and goes on when one is loaded', async () => {
  curated.add(texts.slice(0, 2))
  const failed = await curated.run(listed)
  expect(failed).toMatchObject({ state: 'failed', failure: expect.stringContaining('No model is loaded') })
  await models.load(tiny)
  curated.jobs.resume(failed.id)
  expect(await curated.ended(failed.id)).toMatchObject({ state: 'done', failure: null })
  expect((await curated.column('model_bits_per_byte')).some(Number.isNaN)).toBe(false)
})

test('tokens are counted where the model read a document to its end, and those of the others are estimated in the same measure', async () => {
  await models.load(tiny)
  curated.add(['def f(a):\n    return a\n', 'x', `${'value = 1\n'.repeat(200)}`])
  await curated.run([{ kind: 'model-perplexity', parameters: reach }])
  const client = await models.getClient()
  const whole = { maxTokens: 10_000, windowTokens: 48, strideTokens: 32 }
  const { sizes } = await client.scoreTokens({ text: 'def f(a):\n    return a\n', ...whole })
  const column = await curated.column('model_token_count')
  expect(column[0]).toBe(sizes.length)
  expect(column[2]).toBeNaN()
  const { tokens, basis } = await readTokenCounts(curated.project.snapshot())
  expect(tokens[0]).toBe(sizes.length)
  expect(tokens[2]).toBeGreaterThan(96)
  expect(basis).toEqual({ tokenizer: null, countedDocuments: column.filter((count) => !Number.isNaN(count)).length })
})
