import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Classifier, ClassifierError, openClassifier } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { folder, makeExamples, nextFile, train, withClassifier } from './classifier-examples.ts'

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
