import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { getLlama, type Llama, LlamaLogLevel, type Token } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenModel, openModel } from '../../main/inference/open-model.ts'
import { openScorer } from '../../main/inference/score.ts'
import { writeRandomModel } from '../support/gguf/random-model.ts'
import { tinyModel } from './inference-process.ts'

const source = readFileSync(fileURLToPath(new URL('../../contracts/wire/serve.ts', import.meta.url)), 'utf8')
const turn = { signal: new AbortController().signal, waitForTurn: async () => {} }

let llama: Llama
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-score-'))
  llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
    maxThreads: 0,
  })
})

afterAll(async () => {
  await llama.dispose()
  rmSync(folder, { recursive: true })
})

const reachOf = (maxTokens: number, windowTokens = 1024, strideTokens = 768) => ({ maxTokens, windowTokens, strideTokens })

async function score(opened: OpenModel, texts: string[], maxTokens: number) {
  await using scorer = openScorer(opened)
  return scorer.score(texts, reachOf(maxTokens), turn)
}

const unwatched = { report: () => {}, signal: new AbortController().signal }

/** The same sum from the whole distribution at every token. */
async function sumFromDistributions({ model, vocabulary, info }: OpenModel, text: string, maxTokens: number): Promise<number> {
  const begin = model.tokens.shouldPrependBosToken && model.tokens.bos !== null ? [model.tokens.bos] : []
  const tokens = [...begin, ...vocabulary.tokenize(text).slice(0, maxTokens)]
  await using context = await model.createContext({ contextSize: 512, threads: info.threads.reading })
  await using sequence = context.getSequence()
  const input = tokens.slice(0, -1).map((token) => [token, { generateNext: { probabilities: true } }] as [typeof token, object])
  const results = await sequence.controlledEvaluate(input)
  return tokens.slice(1).reduce((sum, token, index) => sum + Math.log(results[index]?.next.probabilities?.get(token) ?? 0), 0)
}

test('log-probabilities agree with the whole distribution', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  const [scored] = await score(opened, [source], 200)
  if (scored?.status !== 'scored') throw new Error('not scored')
  expect(scored.scoredTokens).toBe(199)
  expect(scored.logProbability).toBeCloseTo(await sumFromDistributions(opened, source, 200), 2)
})

test('bits per byte of unseen TypeScript are close to those on the card', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  const [scored] = await score(opened, [source], 1024)
  if (scored?.status !== 'scored') throw new Error('not scored')
  const bitsPerByte = -scored.logProbability / Math.LN2 / scored.scoredBytes
  expect(bitsPerByte).toBeGreaterThan(1)
  expect(bitsPerByte).toBeLessThan(1.7)
})

test('scored bytes are those of the predicted tokens', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  const text = 'const name = "你好" // ok\n'
  const [scored] = await score(opened, [text], 512)
  const [first] = opened.vocabulary.tokenize(text)
  if (scored?.status !== 'scored' || first === undefined) throw new Error('not scored')
  expect(scored.scoredBytes).toBe(Buffer.byteLength(text) - opened.vocabulary.pieceOf(first).length)
})

test('a model that asks for a begin token has its first token scored', async () => {
  const file = path.join(folder, 'begin.gguf')
  writeRandomModel(file, { addBos: true })
  await using opened = await openModel(llama, file, unwatched)
  const [scored] = await score(opened, ['def f'], 64)
  expect(scored).toMatchObject({ status: 'scored', scoredTokens: opened.vocabulary.tokenize('def f').length, scoredBytes: 5 })
  expect(scored).toMatchObject({ logProbability: expect.closeTo(await sumFromDistributions(opened, 'def f', 64), 3) })
})

test('texts that have nothing to predict are answered with the reason, in their place', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  const scores = await score(opened, ['', 'a b', 'x'], 16)
  expect(scores.map(({ status }) => status)).toEqual(['failed', 'scored', 'failed'])
})

test('a longer window than before is scored, and no window is longer than the model was trained for', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  await using scorer = openScorer(opened)
  const long = 'value = value + 1\n'.repeat(600)
  const counts: number[] = []
  for (const [maxTokens, windowTokens] of [[16], [800], [2000, 5000]] as const) {
    const [scored] = await scorer.score([long], reachOf(maxTokens, windowTokens), turn)
    if (scored?.status === 'scored') counts.push(scored.scoredTokens)
  }
  expect(counts).toEqual([15, 799, 1999])
})

describe('of a text that is longer than a window', () => {
  test('each token is scored once, in the first window that holds it', async () => {
    await using opened = await openModel(llama, tinyModel, unwatched)
    await using scorer = openScorer(opened)
    const { logProbabilities, sizes } = await scorer.scoreTokens(source, reachOf(150, 64, 40), turn)
    const all = opened.vocabulary.tokenize(source).slice(0, 150)
    expect([logProbabilities.length, sizes.length]).toEqual([150, 150])
    expect(logProbabilities[0]).toBeNaN()
    const expected = [
      ...(await readDistributions(opened, all.slice(0, 64))).slice(1),
      ...(await readDistributions(opened, all.slice(40, 104))).slice(24),
      ...(await readDistributions(opened, all.slice(80, 144))).slice(24),
      ...(await readDistributions(opened, all.slice(120, 150))).slice(24),
    ]
    expect([...logProbabilities.slice(1)]).toEqual(expected.map((value) => expect.closeTo(value, 2)))
  })

  test('windows that do not overlap are scored as far as something stands before a token', async () => {
    await using opened = await openModel(llama, tinyModel, unwatched)
    await using scorer = openScorer(opened)
    const { logProbabilities } = await scorer.scoreTokens(source, reachOf(100, 32, 32), turn)
    expect(logProbabilities.slice(1).every(Number.isFinite)).toBe(true)
  })

  test('sizes are those of the text, byte for byte', async () => {
    await using opened = await openModel(llama, tinyModel, unwatched)
    await using scorer = openScorer(opened)
    const text = 'const name = "你好 \ud83d\ude00"\r\n\tok \ud800\n'
    const { sizes } = await scorer.scoreTokens(text, reachOf(1000), turn)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(Buffer.byteLength(text.toWellFormed()))
  })
})

test('texts that are read at the same time have the values that they have one after the other', async () => {
  await using opened = await openModel(llama, tinyModel, unwatched)
  const texts = ['a = 1\n', '', source.slice(0, 900), 'def f(x):\n    return x\n', source.slice(900, 1500)]
  await using several = openScorer(opened, { lanes: 3 })
  const scores = await several.score(texts, reachOf(200, 64, 48), turn)
  await using single = openScorer(opened)
  const expected = await single.score(texts, reachOf(200, 64, 48), turn)
  const round = (each: (typeof scores)[number]) =>
    each.status === 'scored' ? { ...each, logProbability: expect.closeTo(each.logProbability, 2) } : each
  expect(scores).toEqual(expected.map(round))
})

async function readDistributions({ model, info }: OpenModel, tokens: readonly Token[]): Promise<number[]> {
  await using context = await model.createContext({ contextSize: 512, threads: info.threads.reading })
  await using sequence = context.getSequence()
  const input = tokens.slice(0, -1).map((token): [Token, object] => [token, { generateNext: { probabilities: true } }])
  const results = await sequence.controlledEvaluate(input)
  return [Number.NaN, ...tokens.slice(1).map((token, index) => Math.log(results[index]?.next.probabilities?.get(token) ?? 0))]
}
