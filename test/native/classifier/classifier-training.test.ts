import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ClassifierProgress, type ClassifierTrainingOptions, openClassifier } from '#native'
import { toBatch } from '../base/document-batch.ts'
import {
  countRight,
  createNumbers,
  makeExamples,
  nextFile,
  toDocuments,
  toLabelled,
  toSignals,
  train,
  withClassifier,
} from './classifier-examples.ts'
import {
  extractFeatures,
  lossOf,
  predictReference,
  type ReferenceExample,
  type ReferenceModel,
  trainReference,
  updateOnce,
} from './classifier-reference.ts'

const referenceOptions = {
  dimensions: 20,
  wordNgrams: 3,
  characterNgrams: { min: 2, max: 4 },
  buckets: 997,
  epochs: 4,
  learningRate: 0.7,
  seed: 42,
}

describe('training a classifier', () => {
  test.each([2, 3])('learns the weights of the TypeScript reference with %i classes and signals', async (classCount) => {
    const next = createNumbers(classCount)
    const withSignals = makeExamples(60, classCount).map((example) => ({
      ...example,
      signals: [example.label + next(100) / 50, next(1000), 7],
    }))
    const examples = [
      ...withSignals,
      { text: '', label: 1, signals: [0, 1e9, 7] },
      { text: 'ä中😀 x_1 ', label: 0, signals: [5, 5, 7] },
    ]
    const file = await train(examples, referenceOptions)
    const model = trainReference(examples, referenceOptions)
    const expected = examples.map((example) => predictReference(model, example, referenceOptions))
    const actual = await withClassifier(file, (classifier) =>
      classifier.predict(toBatch(toDocuments(examples)), toSignals(examples)),
    )
    const columns = expected.flatMap((row) => (classCount === 2 ? row.slice(1) : row))
    expect(actual.length).toBe(columns.length)
    for (const [index, probability] of columns.entries()) expect(actual[index]).toBeCloseTo(probability, 4)
  })

  test('follows the gradient that finite differences give', () => {
    const examples = makeExamples(6, 3).map((example, index) => ({ ...example, signals: [index] }))
    const options = { ...referenceOptions, dimensions: 5, buckets: 50, epochs: 1 }
    const model = trainReference(examples, options)
    const example = examples[0] as ReferenceExample
    const features = extractFeatures(example.text, options)
    const rate = 1e-6
    const after = structuredClone(model)
    updateOnce(after, example, features, rate)
    const places = [
      ...features.slice(0, 10).flatMap((feature) => [0, 4].map((place) => ['embeddings', feature, place] as const)),
      ...[0, 1, 2].flatMap((row) => [0, 4, 5, 6].map((place) => ['rows', row, place] as const)),
    ]
    for (const [part, row, place] of places) {
      const gradient = differentiate(model, part, row, place, (changed) => lossOf(changed, example, features))
      const occurrences = part === 'embeddings' ? features.filter((feature) => feature === row).length : 1
      const step = ((after[part][row]?.[place] ?? 0) - (model[part][row]?.[place] ?? 0)) / rate
      expect(occurrences).toBeGreaterThan(0)
      expect(step).toBeCloseTo(-gradient, 4)
    }
  })

  test.each([2, 5])('tells %i separable classes apart in documents it has not seen', async (classCount) => {
    const file = await train(makeExamples(3000, classCount, 1), { epochs: 10 })
    const unseen = makeExamples(1000, classCount, 2)
    const probabilities = await withClassifier(file, (classifier) => classifier.predict(toBatch(toDocuments(unseen))))
    expect(countRight(unseen, probabilities, classCount)).toBeGreaterThanOrEqual(990)
  })

  test('learns from sequences of words alone', async () => {
    const next = createNumbers(3)
    const examples = Array.from({ length: 2000 }, () => {
      const label = next(2)
      // Both classes have the same words, in the other order.
      const pairs = Array.from({ length: 12 }, () => (label === 1 ? 'left right' : 'right left'))
      return { text: pairs.join(' . '), label, signals: [] }
    })
    const file = await train(examples, { wordNgrams: 2, epochs: 10 })
    const probabilities = await withClassifier(file, (classifier) => classifier.predict(toBatch(toDocuments(examples))))
    expect(countRight(examples, probabilities, 2)).toBeGreaterThanOrEqual(1980)
  })

  test('learns from signals alone, whatever their scale', async () => {
    const next = createNumbers(4)
    const examples = Array.from({ length: 2000 }, () => {
      const label = next(2)
      return { text: '', label, signals: [1e9 + (label * 2 - 1) * (1 + next(1000)) * 1e3, next(1000)] }
    })
    const file = await train(examples, { epochs: 20 })
    const probabilities = await withClassifier(file, (classifier) =>
      classifier.predict(toBatch(toDocuments(examples)), toSignals(examples)),
    )
    expect(countRight(examples, probabilities, 2)).toBeGreaterThanOrEqual(1980)
  })

  test('gives the same file for the same seed and one thread, however the documents are batched', async () => {
    const examples = makeExamples(500, 3)
    const first = readFileSync(await train(examples, { seed: 7 }))
    const halves = [toLabelled(examples.slice(0, 100)), toLabelled(examples.slice(100))]
    expect(readFileSync(await train(examples, { seed: 7, batches: halves })).equals(first)).toBe(true)
    expect(readFileSync(await train(examples, { seed: 8 })).equals(first)).toBe(false)
  })

  test('learns as well with several threads', async () => {
    const file = await train(makeExamples(3000, 2, 1), { epochs: 10, threads: 4 })
    const unseen = makeExamples(1000, 2, 2)
    const probabilities = await withClassifier(file, (classifier) => classifier.predict(toBatch(toDocuments(unseen))))
    expect(countRight(unseen, probabilities, 2)).toBeGreaterThanOrEqual(990)
  })

  test('reports what it reads and learns, with a falling loss', async () => {
    const reports: ClassifierProgress[] = []
    const examples = makeExamples(5000, 2)
    await train(examples, { onProgress: (report) => reports.push(report), epochs: 4 })
    expect(reports[0]).toMatchObject({ phase: 'read', done: 5000 })
    expect(reports.at(-1)).toMatchObject({ phase: 'write' })
    const losses = reports.filter(({ phase }) => phase === 'train')
    expect(losses.at(-1)).toMatchObject({ done: 20_000, total: 20_000 })
    expect(losses.at(-1)?.loss).toBeLessThan((losses[0]?.loss ?? 0) / 2)
  })

  test('reads batches as they come', async () => {
    async function* read() {
      for (const seed of [1, 2, 3]) yield toLabelled(makeExamples(50, 2, seed))
    }
    const file = await train([], { batches: read() })
    expect(await withClassifier(file, async ({ info }) => info.training.documentCount)).toBe(150)
  })
})

describe('training that cannot be done', () => {
  test('needs documents of at least two classes', async () => {
    await expect(train([])).rejects.toMatchObject({ code: 'CLASSIFIER_EXAMPLES' })
    await expect(train(makeExamples(10, 1))).rejects.toMatchObject({ code: 'CLASSIFIER_EXAMPLES' })
  })

  test('names the memory that the budget lacks', async () => {
    const training = train(makeExamples(1000, 2), { memoryBytes: 1_500_000 })
    await expect(training).rejects.toMatchObject({ code: 'CLASSIFIER_MEMORY', message: expect.stringContaining('memoryBytes') })
  })

  test.each<[Partial<ClassifierTrainingOptions>, string]>([
    [{ dimensions: 0 }, 'dimensions is 0'],
    [{ buckets: 1.5 }, 'buckets is 1.5'],
    [{ wordNgrams: 17 }, 'wordNgrams is 17'],
    [{ characterNgrams: { min: 4, max: 3 } }, 'minCharacterNgram is 4'],
    [{ learningRate: Number.NaN }, 'learningRate is NaN'],
    [{ threads: 0 }, 'threads is 0'],
    [{ batches: [{ ...toLabelled(makeExamples(2, 2)), labels: [1] }] }, 'labels has 1 numbers instead of 2'],
    [{ batches: [{ ...toLabelled(makeExamples(2, 2)), labels: [1, -1] }] }, 'labels has -1'],
    [{ batches: [{ ...toLabelled(makeExamples(2, 2)), labels: [1, 65_536] }] }, 'labels has the class 65536'],
    [{ batches: [{ ...toLabelled(makeExamples(2, 2)), signals: new Float64Array(2) }] }, 'signals must be undefined'],
  ])('names the argument that is wrong: %o', async (options, message) => {
    await expect(train(makeExamples(10, 2), options)).rejects.toThrow(message)
    await expect(train(makeExamples(10, 2), options)).rejects.toBeInstanceOf(Error)
  })

  test('stops with the reason of the signal and leaves no file', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const outputFile = nextFile()
    let steps = 0
    const onProgress = ({ phase }: ClassifierProgress) => {
      if (phase !== 'train') return
      steps++
      controller.abort(reason)
    }
    const training = train(makeExamples(5000, 2), { outputFile, epochs: 1000, onProgress, signal: controller.signal })
    await expect(training).rejects.toBe(reason)
    expect(steps).toBe(1)
    expect(existsSync(outputFile)).toBe(false)
    await expect(train([], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('stops a prediction with the reason of the signal', async () => {
    using classifier = await openClassifier(await train(makeExamples(100, 2)))
    const controller = new AbortController()
    const offsets = Uint32Array.from({ length: 500_001 }, (_, index) => index * 100)
    const running = classifier.predict({ bytes: new Uint8Array(50_000_000).fill(0x61), offsets }, undefined, {
      signal: controller.signal,
    })
    controller.abort('stop')
    await expect(running).rejects.toBe('stop')
  })
})

function differentiate(
  model: ReferenceModel,
  part: 'embeddings' | 'rows',
  row: number,
  place: number,
  ...[loss]: [(model: ReferenceModel) => number]
): number {
  const width = 1e-4
  const [low, high] = [-width, width].map((change) => {
    const changed = structuredClone(model)
    const weights = changed[part][row] ?? []
    weights[place] = (weights[place] ?? 0) + change
    return loss(changed)
  })
  return ((high ?? 0) - (low ?? 0)) / (2 * width)
}
