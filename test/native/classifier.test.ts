import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  type Classifier,
  ClassifierError,
  type ClassifierProgress,
  type ClassifierTrainingOptions,
  openClassifier,
  trainClassifier,
} from '#native'
import {
  extractFeatures,
  lossOf,
  predictReference,
  type ReferenceExample,
  type ReferenceModel,
  trainReference,
  updateOnce,
} from './classifier-reference.ts'
import { toBatch } from './document-batch.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'classifier-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let fileCount = 0
function nextFile(): string {
  return path.join(folder, `${fileCount++}.classifier`)
}

function toDocuments(examples: readonly ReferenceExample[]): Uint8Array[] {
  return examples.map(({ text }) => new TextEncoder().encode(text))
}

function toLabelled(examples: readonly ReferenceExample[]) {
  const labelled = { batch: toBatch(toDocuments(examples)), labels: examples.map(({ label }) => label) }
  return examples[0]?.signals.length ? { ...labelled, signals: toSignals(examples) } : labelled
}

function toSignals(examples: readonly ReferenceExample[]): Float64Array {
  return Float64Array.from(examples.flatMap(({ signals }) => signals))
}

async function train(examples: readonly ReferenceExample[], options: Partial<ClassifierTrainingOptions> = {}): Promise<string> {
  const outputFile = nextFile()
  const signalCount = examples[0]?.signals.length ?? 0
  await trainClassifier({ batches: [toLabelled(examples)], buckets: 5000, signalCount, outputFile, ...options })
  return outputFile
}

async function withClassifier<Result>(file: string, use: (classifier: Classifier) => Promise<Result>): Promise<Result> {
  using classifier = await openClassifier(file)
  return await use(classifier)
}

function createNumbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Documents of words that all classes share and few that only their class has. */
function makeExamples(count: number, classCount: number, seed = 1): ReferenceExample[] {
  const next = createNumbers(seed)
  return Array.from({ length: count }, () => {
    const label = next(classCount)
    const words = Array.from({ length: 30 }, (_, at) => (at % 6 === 0 ? `class${label}word${next(20)}` : `common${next(300)}`))
    return { text: words.join(next(2) === 0 ? ' ' : ';\n'), label, signals: [] }
  })
}

function countRight(examples: readonly ReferenceExample[], probabilities: Float32Array, classCount: number): number {
  return examples.filter(({ label }, index) => {
    if (classCount === 2) return (probabilities[index] ?? 0) > 0.5 === (label === 1)
    const row = [...probabilities.subarray(index * classCount, (index + 1) * classCount)]
    return row.indexOf(Math.max(...row)) === label
  }).length
}

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

describe('a trained classifier', () => {
  const trained = train(makeExamples(300, 2), { dimensions: 10, wordNgrams: 1, characterNgrams: { min: 3, max: 5 }, seed: 5 })

  test('says how it was made', async () => {
    expect(await withClassifier(await trained, async ({ info }) => info)).toEqual({
      classCount: 2,
      signalCount: 0,
      dimensions: 10,
      buckets: 5000,
      wordNgrams: 1,
      characterNgrams: { min: 3, max: 5 },
      maxDocumentBytes: 65_536,
      training: { documentCount: 300, epochs: 5, learningRate: 0.5, seed: 5 },
    })
  })

  test('gives a probability for any bytes', async () => {
    using classifier = await openClassifier(await trained)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200, size: 'max' }), { maxLength: 10 }), async (documents) => {
        const probabilities = await classifier.predict(toBatch(documents))
        expect(probabilities.length).toBe(documents.length)
        expect(probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['empty', new Uint8Array()],
    ['of one word', Uint8Array.of(0x61)],
    ['of 100 MB', new Uint8Array(100_000_000).fill(0x61)],
    ['of NUL', new Uint8Array(1000)],
    ['of invalid UTF-8', new Uint8Array(1000).fill(0xff)],
  ])('scores a document that is %s', async (_, document) => {
    const probabilities = await withClassifier(await trained, (classifier) => classifier.predict(toBatch([document])))
    expect(probabilities[0]).toBeGreaterThan(0)
  })

  test('looks at no more of a document than it was told to', async () => {
    const file = await train(makeExamples(300, 2), { maxDocumentBytes: 1000 })
    using classifier = await openClassifier(file)
    const long = new Uint8Array(2000).fill(0x61, 0, 1000).fill(0x62, 1000)
    const [whole, start] = await classifier.predict(toBatch([long, long.subarray(0, 1000)]))
    expect(whole).toBe(start)
  })

  test('refuses to score once it is closed', async () => {
    const classifier = await openClassifier(await trained)
    const running = classifier.predict(toBatch([new Uint8Array(10)]))
    classifier.close()
    classifier.close()
    expect((await running).length).toBe(1)
    await expect(classifier.predict(toBatch([]))).rejects.toMatchObject({ code: 'CLASSIFIER_CLOSED' })
  })

  test('requires its signals and no others', async () => {
    const examples = makeExamples(100, 2).map((example) => ({ ...example, signals: [example.label, 1] }))
    using classifier = await openClassifier(await train(examples))
    const batch = toBatch([new Uint8Array(3), new Uint8Array(3)])
    await expect(classifier.predict(batch)).rejects.toThrow('signals must be a Float64Array of 2 numbers for each document')
    await expect(classifier.predict(batch, new Float64Array(3))).rejects.toThrow('signals has 3 numbers instead of 4')
    const probabilities = await classifier.predict(batch, Float64Array.of(Number.NaN, 1, 1, Number.POSITIVE_INFINITY))
    expect(probabilities.every(Number.isFinite)).toBe(true)
    using without = await openClassifier(await trained)
    await expect(without.predict(batch, new Float64Array(2))).rejects.toThrow('signals must be undefined')
  })
})

describe('a classifier file', () => {
  const trained = train(makeExamples(100, 2), { dimensions: 4, buckets: 100 })

  async function openDamaged(damage: (file: string) => void): Promise<Classifier> {
    const file = nextFile()
    copyFileSync(await trained, file)
    damage(file)
    return await openClassifier(file)
  }

  test.each([0, 11, 12, 71, 72, 500])('is refused if it ends after %i bytes', async (sizeBytes) => {
    const code = sizeBytes < 12 ? 'CLASSIFIER_FOREIGN' : 'CLASSIFIER_TRUNCATED'
    await expect(openDamaged((file) => truncateSync(file, sizeBytes))).rejects.toMatchObject({ code })
  })

  test.each([16, 30, 100, 1000])('is refused if its byte %i changed', async (position) => {
    const opening = openDamaged((file) => {
      const bytes = readFileSync(file)
      bytes[position] = (bytes[position] ?? 0) ^ 0x10
      writeFileSync(file, bytes)
    })
    await expect(opening).rejects.toThrow(ClassifierError)
    await expect(opening).rejects.toMatchObject({ code: expect.stringMatching(/CORRUPT|TRUNCATED/) })
  })

  test('is refused if it goes on after its end, is of another kind or of another version', async () => {
    const longer = openDamaged((file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(1)])))
    await expect(longer).rejects.toMatchObject({ code: 'CLASSIFIER_CORRUPT' })
    const foreign = openDamaged((file) => writeFileSync(file, 'GGUF and much more of another format'))
    await expect(foreign).rejects.toMatchObject({ code: 'CLASSIFIER_FOREIGN' })
    const newer = openDamaged((file) => {
      const bytes = readFileSync(file)
      bytes.writeUInt32LE(2, 8)
      writeFileSync(file, bytes)
    })
    await expect(newer).rejects.toMatchObject({ code: 'CLASSIFIER_VERSION', message: expect.stringContaining('version 2') })
  })

  test('is named with the reason of the system if it cannot be read or written', async () => {
    const missing = path.join(folder, 'missing.classifier')
    await expect(openClassifier(missing)).rejects.toMatchObject({
      code: 'CLASSIFIER_FILE',
      message: expect.stringContaining(missing),
    })
    await expect(openClassifier(folder)).rejects.toMatchObject({ code: 'CLASSIFIER_FILE' })
    const outputFile = path.join(folder, 'no-such-folder', 'x.classifier')
    await expect(train(makeExamples(10, 2), { outputFile })).rejects.toMatchObject({ code: 'CLASSIFIER_FILE' })
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
