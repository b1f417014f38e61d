import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { qualityReport } from '#contracts/quality'
import { quality } from '../../../../../main/engine/curation/steps/quality/quality.ts'
import type { StepBatch } from '../../../../../main/engine/curation/steps/step.ts'
import { makeStepBatch } from '../make-step-batch.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quality-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const words = ['parse', 'render', 'queue', 'socket', 'matrix', 'token', 'cache', 'graph', 'stream', 'index']
const pick = (number: number) => words[number % words.length] as string

/** A function that says what it does. */
const good = (number: number) =>
  `/** Returns the ${pick(number)} of the ${pick(number * 7 + 3)}. */\nexport function ${pick(number)}${number}(value: string): string {\n  return value\n}\n`
/** What nobody wrote by hand. */
const bad = (number: number) =>
  `var ${pick(number)}_${number}=[${Array.from({ length: 30 }, (_, at) => `0x${(number * at).toString(16)}`)}];\n`

const list = (make: (number: number) => string, count: number) => Array.from({ length: count }, (_, number) => make(number))

interface Training {
  readonly parameters?: Record<string, unknown>
  readonly documents?: Readonly<Record<string, readonly string[]>>
  readonly values?: (text: string) => number
  readonly signal?: AbortSignal
}

const labelled = { 'label:keep': list(good, 60), 'label:drop': list(bad, 40) }

function makeBatch(texts: readonly string[], values?: (text: string) => number): StepBatch {
  return makeStepBatch(texts, values ? { value: Float32Array.from(texts, values) } : {})
}

async function train({ parameters = {}, documents = labelled, values, signal }: Training = {}) {
  const logged: string[] = []
  const prepared = await quality.prepare?.({
    parameters: quality.parameters.parse(parameters),
    folder,
    temporaryFolder: folder,
    memoryBytes: 2 ** 28,
    signal: signal ?? new AbortController().signal,
    async *selectDocuments(query) {
      const texts = documents[query] ?? []
      for (let start = 0; start < texts.length; start += 16) yield makeBatch(texts.slice(start, start + 16), values)
    },
    progress: () => undefined,
    log: (message) => void logged.push(message),
  })
  const report = qualityReport.parse(JSON.parse(await readFile(prepared?.report ?? '', 'utf8')))
  return { prepared: prepared ?? {}, report, logged }
}

async function score({ prepared, parameters = {} }: { prepared: Record<string, string>; parameters?: object }, batch: StepBatch) {
  await using run = await quality.open({
    parameters: quality.parameters.parse(parameters),
    prepared,
    temporaryFolder: folder,
    memoryBytes: 2 ** 28,
  })
  const { signals } = await run.run(batch, new AbortController().signal)
  return { quality: [...(signals.quality ?? [])], uncertainty: [...(signals.quality_uncertainty ?? [])] }
}

test('documents like those labelled keep score high, those like the dropped ones low', async () => {
  const { prepared, report, logged } = await train()
  expect(report).toMatchObject({ positives: 60, negatives: 40, contradictions: 0, folds: 5 })
  expect(report.rocAuc).toBeGreaterThan(0.95)
  expect(report.brier).toBeLessThan(report.brierOfShare / 2)
  expect(logged.join()).toContain('learned from 60 good documents and 40 bad')
  const texts = [good(1001), bad(1001), good(1002), bad(1002)]
  const scored = await score({ prepared }, makeBatch(texts))
  const [one = 0, two = 0, three = 0, four = 0] = scored.quality
  expect(Math.min(one, three)).toBeGreaterThan(0.7)
  expect(Math.max(two, four)).toBeLessThan(0.3)
  expect(scored.uncertainty[0]).toBeCloseTo(1 - Math.abs(2 * one - 1))
  for (const [place, text] of texts.entries()) {
    expect((await score({ prepared }, makeBatch([text]))).quality[0]).toBe(scored.quality[place])
  }
})

test('the same examples in another order, and twice, give the same model', async () => {
  const { report } = await train()
  const documents = {
    'label:keep': [...labelled['label:keep']].reverse(),
    'label:drop': [...labelled['label:drop'], ...labelled['label:drop']],
  }
  expect((await train({ documents })).report).toEqual(report)
})

test('a signal can tell apart what the text does not', async () => {
  const documents = {
    'label:keep': list((number) => `same ${number} a`, 60),
    'label:drop': list((number) => `same ${number} b`, 60),
  }
  const values = (text: string) => (text.endsWith('a') ? 10 : 1) + (text.length % 3)
  const parameters = { signals: ['value'] }
  const { prepared, report } = await train({ parameters, documents, values })
  expect(report.rocAuc).toBeGreaterThan(0.9)
  const scored = await score(
    { prepared, parameters },
    makeBatch(['same 5 c', 'same 5 d'], (text) => (text.endsWith('c') ? 11 : 2)),
  )
  expect(scored.quality[0]).toBeGreaterThan(scored.quality[1] as number)
})

test('what is among both kinds counts for neither', async () => {
  const documents = { 'label:keep': list(good, 60), 'label:drop': [...list(bad, 40), ...list(good, 3)] }
  expect((await train({ documents })).report).toMatchObject({ positives: 57, negatives: 40, contradictions: 3 })
})

test('examples can come from two queries', async () => {
  const parameters = { labels: 'queries', positive: 'stars>100', negative: 'lang:HTML' }
  const { report } = await train({ parameters, documents: { 'stars>100': list(good, 20), 'lang:HTML': list(bad, 20) } })
  expect(report).toMatchObject({ positives: 20, negatives: 20 })
  expect(() => quality.parameters.parse({ labels: 'queries', positive: 'x' })).toThrow('needs a negative query')
})

test('too few examples are refused with what to do', async () => {
  const documents = { 'label:keep': list(good, 60), 'label:drop': list(bad, 9) }
  await expect(train({ documents })).rejects.toMatchObject({
    code: 'input.invalid',
    message:
      'Training the quality model failed: 9 bad documents with different contents match “label:drop”; at least 10 are needed. Label more documents, or choose a wider query.',
  })
})

test('an abort ends the training', async () => {
  await expect(train({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})

test('what a model rated is divided at a number of points', async () => {
  const documents = { 'model_rating>=2.5': list(good, 40), 'model_rating<2.5': list(bad, 30) }
  const { report } = await train({ parameters: { labels: 'ratings', min_rating: 2.5 }, documents })
  expect(report).toMatchObject({ positives: 40, negatives: 30 })
  const few = train({ parameters: { labels: 'ratings' }, documents: { 'model_rating>=3': list(good, 40) } })
  await expect(few).rejects.toThrow(/0 bad documents .* match “model_rating<3”; .* Rate more documents/)
})
