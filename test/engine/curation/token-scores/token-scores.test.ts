import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import { createStepStore } from '#engine/curation/run/step-store'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import { createProjects, type Projects } from '#engine/dataset/project/projects'
import { createModels, type Models } from '#engine/models/models'
import { scoreDocumentTokens } from '../../../../main/engine/curation/token-scores/token-scores.ts'
import { createNotingLauncher } from '../../../support/noting-launcher.ts'
import { makeNewDocument, makeNewSource } from '../../dataset/documents/make-new-document.ts'
import { preparePerplexity, writeFunctions } from '../steps/perplexity/perplexity-run.ts'

const tiny = fileURLToPath(new URL('../../../support/gguf/codeshell-tiny.gguf', import.meta.url))
const log = { info() {}, warn() {}, error() {} }
const text = 'def add(a, b):\n    return a + b  # 你好\n\n\nqqzzx = add(1, 2)\n'

let folder: string
let projects: Projects
let models: Models

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-token-scores-'))
  projects = createProjects({ userDataFolder: path.join(folder, 'user'), log })
  models = createModels({
    userDataFolder: path.join(folder, 'user'),
    bundledModelsFolder: path.join(folder, 'none'),
    inference: createNotingLauncher([]),
    log,
    version: 'test',
  })
  const project = await projects.create(path.join(folder, 'project'), 'Test').then(() => projects.getOpen('fill it'))
  const writer = createDocumentWriter(project.database)
  const documents = [text, 'x'].map((each, index) => makeNewDocument(each, { path: `${index}.py` }))
  writer.addDocuments(writer.ensureSource(makeNewSource('/code', 'code')), documents)
  project.markColumnsChanged('now')
})

afterAll(async () => {
  await projects[Symbol.asyncDispose]()
  await models[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

function scoreTokens(id: number, from: 'model' | 'ngram' = 'model') {
  const deps = {
    getProject: () => projects.getOpen('see its documents'),
    models: {
      state: models.state,
      fetchState: async () => models.state.get(),
      getClient: () => models.getClient(),
    },
  }
  return scoreDocumentTokens(deps, { documentId: toDocumentId(id), from }, undefined)
}

test('without a model it is said which one is missing', async () => {
  const failure = await scoreTokens(0).catch((error: unknown) => error)
  expect(isAppError(failure, 'model.not-loaded') && failure.message).toContain('No model is loaded')
})

test('the loaded model gives the bits of every token but the first', async () => {
  await models.load(tiny)
  const scores = await scoreTokens(0)
  expect(scores).toMatchObject({ scorer: 'CodeShell-Tiny', matchedLengths: null, scoredTo: text.length })
  expect(scores.starts.slice(1)).toEqual(scores.ends.slice(0, -1))
  expect(scores.ends.at(-1)).toBe(text.length)
  const tokens = Array.from(scores.starts, (start, index) => text.slice(start, scores.ends[index]))
  expect(tokens.join('')).toBe(text.slice(scores.starts[0]))
  const [exact] = await (await models.getClient()).score({ texts: [text], maxTokens: 512 })
  if (exact?.status !== 'scored') throw new Error('not scored')
  const sum = scores.bits.reduce((all, bits) => all + bits, 0)
  expect(sum).toBeCloseTo(-exact.logProbability / Math.LN2, 0)
  const bitsOf = (part: string) =>
    scores.bits.reduce((all, bits, index) => (part.includes(tokens[index] as string) ? all + bits : all), 0)
  expect(bitsOf('qqzzx')).toBeGreaterThan(10)
})

test('a document of a single token has nothing to colour', async () => {
  expect(await scoreTokens(1)).toMatchObject({ starts: new Uint32Array(), bits: new Float32Array(), scoredTo: 0 })
})

describe('n-gram models of the project', () => {
  test('are said to be missing before a recipe has made them', async () => {
    const failure = await scoreTokens(0, 'ngram').catch((error: unknown) => error)
    expect(isAppError(failure, 'ngram.none') && failure.message).toContain('run a recipe that has the step “perplexity”')
  })

  test('give the bits of every token and the n-gram that was found', async () => {
    using made = await preparePerplexity(
      writeFunctions(40).map((each) => ({ text: each })),
      { train: { order: 3, prune: [0] } },
    )
    const store = createStepStore(projects.getOpen('note what was made').database)
    const config = { version: 1, parameters: {}, files: {}, signals: {}, model: null }
    store.savePrepared(store.define('perplexity', config).id, made.prepared)
    const { starts, ends, bits, matchedLengths, scoredTo } = await scoreTokens(0, 'ngram')
    const tokens = Array.from(starts, (start, index) => text.slice(start, ends[index]))
    expect(tokens.slice(0, 6)).toEqual(['def', 'add', '(', 'a', ',', 'b'])
    expect(scoredTo).toBe(text.length)
    const of = (token: string) => tokens.indexOf(token)
    expect(bits[of('def')]).toBeLessThan(1)
    expect(bits[of('你好')]).toBeGreaterThan(4)
    expect(matchedLengths?.[of('def')]).toBe(2)
    expect(matchedLengths?.[of('qqzzx')]).toBe(0)
  })
})
