import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DocumentBatch, type NgramProgress, openNgramModel, trainNgramModel } from '#native'
import { createModelFolder, scoreText, textBatch, trainOnText } from './ngram-files.ts'
import { trainReference } from './ngram-reference.ts'

const sentence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 8 })
const corpus = fc.array(sentence, { minLength: 1, maxLength: 40 })
/** Steps up from one length to the next. */
const prune = fc
  .array(fc.constantFrom(0, 0, 1, 2), { maxLength: 3 })
  .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce<number>((sum, step) => sum + step, 0)))

function toText(sentences: readonly (readonly string[])[]): string {
  return sentences.map((words) => `${words.join(' ')}\n`).join('')
}

describe('trainNgramModel', () => {
  test('gives the probabilities that are worked out by hand', async () => {
    using folder = createModelFolder()
    const { report, outputFile } = await trainOnText(folder, 'a b\na b\na c\n', { order: 2 })

    // Bigrams: <s> a 3, a b 2, a c 1, b </s> 2, c </s> 1; so 2 of them occur once, 2 twice, 1 three times and 0 four times.
    // Y = 2 / (2 + 2 * 2) = 1/3
    // D1 = 1 - 2 Y 2/2 = 1/3    D2 = 2 - 3 Y 1/2 = 3/2    D3 = 3 - 4 Y 0/1 = 3
    // Unigrams count the different words before them: a 1 (<s>), b 1, c 1, </s> 2. None counts 3: the discounts are 0.5, 1, 1.5.
    expect(report.counts).toEqual([6, 5])
    expect(report.discounts[0]).toEqual([0.5, 1, 1.5])
    expect(report.discounts[1]?.map((discount) => discount.toFixed(12))).toEqual(
      [1 / 3, 3 / 2, 3].map((value) => value.toFixed(12)),
    )
    expect(report.fallbackLengths).toEqual([1])
    expect(report.warnings).toEqual([expect.stringContaining('n-grams of length 1;')])

    // Unigrams: the counts sum to 5; the discounts leave (0.5 + 0.5 + 0.5 + 1) / 5 = 1/2, spread over a, b, c, </s>, <unk>.
    // p(a) = p(b) = p(c) = (1 - 0.5) / 5 + 1/2 / 5 = 0.2    p(</s>) = (2 - 1) / 5 + 0.1 = 0.3    p(<unk>) = 0.1
    // After <s>: 3 in all, (3 - 3) / 3 for a leaves 1.            p(a | <s>) = 0 + 1 * 0.2
    // After a: 3 in all; leaves (3/2 + 1/3) / 3 = 11/18.          p(b | a) = (2 - 3/2) / 3 + 11/18 * 0.2 = 13/45
    //                                                             p(c | a) = (1 - 1/3) / 3 + 11/18 * 0.2 = 31/90
    //                                                             p(</s> | a) = 11/18 * 0.3, p(<unk> | a) = 11/18 * 0.1
    // After b: 2 in all; leaves 3/2 / 2 = 3/4.                    p(</s> | b) = (2 - 3/2) / 2 + 3/4 * 0.3 = 0.475
    // After c: 1 in all; leaves 1/3.                              p(</s> | c) = (1 - 1/3) / 1 + 1/3 * 0.3 = 23/30
    // After <unk>: nothing is known.                              p(b | <unk>) = p(b)
    const expected = [
      [0.2, 13 / 45, 0.475],
      [0.2, 31 / 90, 23 / 30],
      [0.2, (11 / 18) * 0.3],
      [0.2, (11 / 18) * 0.1, 0.2, 0.475],
    ]
    const scores = await scoreText(outputFile, 'a b\na c\na\na x b\n')
    expect(scores.map((score) => (10 ** score).toFixed(6))).toEqual(expected.flat().map((value) => value.toFixed(6)))
  })

  test.each([
    ['order-3', { order: 3 }],
    ['order-4-pruned', { order: 4, prune: [0, 0, 1] }],
  ])('gives the model that lmplz makes of the same text, %s', async (name, options) => {
    using folder = createModelFolder()
    const golden = new URL('lmplz/', import.meta.url)
    const text = readFileSync(new URL('corpus.txt', golden), 'utf8')
    const arpaFile = folder.file('arpa')
    await trainOnText(folder, text, { ...options, arpaFile })
    const expected = readArpa(readFileSync(new URL(`${name}.arpa`, golden), 'utf8'))
    const actual = readArpa(readFileSync(arpaFile, 'utf8'))
    expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [gram, [probability, backoff]] of expected) {
      expect(Math.abs((actual.get(gram)?.[0] ?? 0) - probability), gram).toBeLessThan(1e-5)
      expect(Math.abs((actual.get(gram)?.[1] ?? 0) - backoff), gram).toBeLessThan(1e-5)
    }
  })

  test('agrees with the TypeScript reference on random texts', async () => {
    using folder = createModelFolder()
    await fc.assert(
      fc.asyncProperty(corpus, corpus, fc.integer({ min: 1, max: 6 }), prune, async (sentences, scored, order, thresholds) => {
        const options = { order, prune: thresholds.slice(0, order) }
        const { report, outputFile } = await trainOnText(folder, toText(sentences), options)
        const reference = trainReference(sentences, options)
        expect(report.counts).toEqual(reference.counts)
        expect(report.fallbackLengths).toEqual(reference.fallbackLengths)
        const expected = scored.flatMap((words) => reference.scoreSentence(words))
        const actual = await scoreText(outputFile, toText(scored))
        expect(actual).toHaveLength(expected.length)
        for (const [index, score] of expected.entries()) {
          if (Number.isFinite(score)) expect(Math.abs((actual[index] ?? 0) - score)).toBeLessThan(1e-4)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('agrees with the reference where unigrams are not interpolated', async () => {
    using folder = createModelFolder()
    const sentences = ['a b c a', 'a b d', 'c a b a a', 'd'].map((line) => line.split(' '))
    const { outputFile } = await trainOnText(folder, toText(sentences), { order: 3, interpolateUnigrams: false })
    const reference = trainReference(sentences, { order: 3, interpolateUnigrams: false })
    const scored = ['a', 'unknown', 'b', 'd']
    const actual = await scoreText(outputFile, toText([scored]))
    for (const [index, score] of reference.scoreSentence(scored).entries()) expect(actual[index]).toBeCloseTo(score, 4)
  })

  test('gives the same file however the documents are cut into batches and however small the memory is', async () => {
    using folder = createModelFolder()
    const documents = Array.from({ length: 300 }, (_, index) => `let value${index % 7} = ${'call(x) + '.repeat(index % 11)}end\n`)
    const train = async (name: string, batches: DocumentBatch[], memoryBytes: number) => {
      const outputFile = folder.file(name)
      await trainNgramModel({ documents: batches, outputFile, temporaryFolder: folder.temporaryFolder, memoryBytes })
      return readFileSync(outputFile)
    }
    const whole = await train('whole', [textBatch(...documents)], 1024 ** 3)
    const single = await train(
      'single',
      documents.map((document) => textBatch(document)),
      1024 ** 2,
    )
    expect(single.equals(whole)).toBe(true)
  })

  test('takes a generator that is slow to produce', async () => {
    using folder = createModelFolder()
    async function* produce() {
      for (const text of ['a b', 'b c', 'c a']) {
        await new Promise((resolve) => setImmediate(resolve))
        yield textBatch(`${text}\n`)
      }
    }
    const { report } = await trainOnText(folder, '', { documents: produce(), order: 2 })
    expect(report).toMatchObject({ documentCount: 3, tokenCount: 9 })
  })

  test('warns of words that have a meaning of their own and skips them', async () => {
    using folder = createModelFolder()
    const { report, outputFile } = await trainOnText(folder, 'a <s> b </s> <unk>\n', { order: 2 })
    expect(report.warnings.at(-1)).toContain('3 of them')
    const plain = await trainOnText(folder, 'a b\n', { order: 2, outputFile: folder.file('plain') })
    expect(readFileSync(outputFile).equals(readFileSync(plain.outputFile))).toBe(true)
  })

  test('learns from empty and binary documents without harm', async () => {
    using folder = createModelFolder()
    const outputFile = folder.file('model')
    const bytes = new Uint8Array([0xff, 0, 0x80, 0x0a, 0x22, 0x27])
    const documents = [{ bytes, offsets: Uint32Array.of(0, 0, 3, 6, 6) }]
    await trainNgramModel({ documents, outputFile, temporaryFolder: folder.temporaryFolder, order: 6 })
    using model = openNgramModel(outputFile)
    expect((await model.score({ bytes, offsets: Uint32Array.of(0, 6) }))[0]).toBeGreaterThan(1)
  })

  test('reports documents read and stages in their order, and leaves nothing but the model', async () => {
    using folder = createModelFolder()
    const stages: NgramProgress[] = []
    await trainOnText(folder, 'a b c\n'.repeat(1000), { onProgress: (progress) => stages.push(progress) })
    expect(stages[0]).toEqual({ stage: 'read', documents: 1, bytes: 6000 })
    expect(stages.at(-1)).toEqual({ stage: 'write', fraction: 1 })
    expect(folder.list()).toEqual(['model'])
  })
})

describe('training that fails', () => {
  test('ends with the worker thread that started it', async () => {
    using folder = createModelFolder()
    const script = `
      import { parentPort } from 'node:worker_threads'
      import { trainNgramModel } from '${new URL('../../../native/index.ts', import.meta.url).href}'
      const bytes = new Uint8Array(20_000_000).fill(0x3b)
      function* produce() {
        for (;;) yield { bytes, offsets: Uint32Array.of(0, bytes.length) }
      }
      trainNgramModel({
        documents: produce(),
        outputFile: ${JSON.stringify(folder.file('worker'))},
        temporaryFolder: ${JSON.stringify(folder.temporaryFolder)},
        onProgress: () => parentPort.postMessage('started'),
      })`
    const worker = new Worker(script, { eval: true })
    await new Promise((resolve) => worker.once('message', resolve))
    await worker.terminate()
    const { report } = await trainOnText(folder, 'a b\n', { order: 1 })
    expect(report.tokenCount).toBe(3)
  })

  test('is cancelled by its signal, leaves no file and names the reason', async () => {
    using folder = createModelFolder()
    const controller = new AbortController()
    const reason = new Error('not now')
    async function* produce() {
      for (let batch = 0; ; batch++) {
        if (batch === 3) controller.abort(reason)
        yield textBatch('a b c d e f g\n'.repeat(100_000))
      }
    }
    const running = trainOnText(folder, '', { documents: produce(), memoryBytes: 1024 ** 2, signal: controller.signal })
    await expect(running).rejects.toBe(reason)
    expect(folder.list()).toEqual([])
  })

  test('passes the error of the documents on and closes them', async () => {
    using folder = createModelFolder()
    const error = new Error('no more disk to read')
    async function* produce() {
      yield textBatch('a b\n')
      throw error
    }
    await expect(trainOnText(folder, '', { documents: produce() })).rejects.toBe(error)
    let isClosed = false
    async function* produceWrong() {
      try {
        yield { bytes: new Uint8Array(1), offsets: Uint32Array.of(0, 2) }
      } finally {
        isClosed = true
      }
    }
    await expect(trainOnText(folder, '', { documents: produceWrong() })).rejects.toThrow('offsets[1] is 2')
    expect(isClosed).toBe(true)
    expect(folder.list()).toEqual([])
  })

  test.each([
    [{ order: 0 }, RangeError, 'order is 0; it is a whole number from 1 to 6'],
    [{ order: 7 }, RangeError, 'order is 7'],
    [{ prune: [2, 1] }, Error, 'prune must not descend'],
    [{ prune: [0, -1] }, RangeError, 'prune is -1'],
    [{ order: 2, prune: [0, 0, 1] }, TypeError, 'prune must be an array'],
    [{ memoryBytes: 1000 }, Error, 'training needs at least 1048576 bytes'],
    [{ structure: 'hash' as 'trie' }, RangeError, 'structure is hash; it is "probing" or "trie"'],
    [{ tokens: 'bytes' as 'code' }, RangeError, 'tokens is bytes'],
    [{ outputFile: '' }, TypeError, 'outputFile must be a file name'],
    [{ temporaryFolder: '/dev/null/x' }, Error, 'Cannot create the temporary folder'],
    [{ outputFile: '/nowhere/model' }, Error, 'Cannot create /nowhere/model.partial: No such file'],
    [{ documents: [] }, Error, 'There is nothing to train on'],
  ])('names what is wrong with %o', async (options, type, message) => {
    using folder = createModelFolder()
    const running = trainOnText(folder, 'a b c\n', options)
    await expect(running).rejects.toThrow(message)
    await expect(running).rejects.toBeInstanceOf(type)
    expect(folder.list()).toEqual([])
  })

  test('ends with a vocabulary that is larger than the memory, and makes the same model', async () => {
    using folder = createModelFolder()
    const text = Array.from({ length: 200_000 }, (_, index) => `word${index}`).join(' ')
    const small = await trainOnText(folder, text, { memoryBytes: 1024 ** 2, outputFile: folder.file('small') })
    const large = await trainOnText(folder, text, { outputFile: folder.file('large') })
    expect(small.report).toEqual(large.report)
    expect(readFileSync(small.outputFile).equals(readFileSync(large.outputFile))).toBe(true)
  })

  test('says when the vocabulary is out of all proportion to the memory', async () => {
    using folder = createModelFolder()
    const text = Array.from({ length: 700_000 }, (_, index) => `word${index}`).join(' ')
    await expect(trainOnText(folder, text, { memoryBytes: 1024 ** 2 })).rejects.toMatchObject({
      name: 'NgramModelError',
      code: 'NGRAM_MEMORY',
      message: expect.stringContaining('more than 16 times memoryBytes (1048576)'),
    })
  })
})

function readArpa(text: string): Map<string, [probability: number, backoff: number]> {
  const grams = new Map<string, [number, number]>()
  for (const line of text.split('\n')) {
    const [probability, gram, backoff] = line.split('\t')
    if (gram !== undefined) grams.set(gram, [Number(probability), Number(backoff ?? 0)])
  }
  return grams
}
