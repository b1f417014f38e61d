import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CollectOptions, collectExamples } from '../../../../../main/engine/curation/steps/quality/collect-examples.ts'
import { makeStepBatch } from '../make-step-batch.ts'

const options: CollectOptions = {
  signals: [],
  maxExamples: 100,
  maxDocumentBytes: 100,
  memoryBytes: 2 ** 20,
  signal: new AbortController().signal,
}

async function collect(batches: readonly (readonly string[])[], changed: Partial<CollectOptions> = {}): Promise<string[]> {
  async function* list() {
    for (const texts of batches) yield makeStepBatch(texts)
  }
  const examples = await collectExamples(list(), { ...options, ...changed })
  return examples.map(({ bytes }) => Buffer.from(bytes).toString())
}

test('documents with the same content count once, and long ones are cut', async () => {
  expect(
    (
      await collect(
        [
          ['a', 'b'],
          ['a', 'long'],
        ],
        { maxDocumentBytes: 2 },
      )
    ).sort(),
  ).toEqual(['a', 'b', 'lo'])
})

test('as many are chosen as are wanted, the same whatever the order of documents', async () => {
  const text = fc.integer({ min: 0, max: 200 }).map((number) => `document ${number}`)
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      async (texts, maxExamples) => {
        const chosen = await collect([texts], { maxExamples })
        expect(
          await collect(
            [...texts].reverse().map((each) => [each]),
            { maxExamples },
          ),
        ).toEqual(chosen)
        expect(chosen.length).toBeLessThanOrEqual(maxExamples)
        expect(chosen.length).toBeGreaterThanOrEqual(Math.min(1, texts.length))
        const all = await collect([texts])
        expect(all.slice(0, chosen.length)).toEqual(chosen)
      },
    ),
  )
})

test('examples take no more memory than they may', async () => {
  const texts = Array.from({ length: 500 }, (_, number) => `${number}`.padEnd(100, '.'))
  const chosen = await collect([texts], { memoryBytes: 5000, maxExamples: 500 })
  expect(chosen).toHaveLength(25)
})

test('texts that differ in white space alone are of one group', async () => {
  async function* list() {
    yield makeStepBatch(['a  b', 'a\nb', 'ab'])
  }
  const groups = new Map(
    (await collectExamples(list(), options)).map(({ bytes, group }) => [Buffer.from(bytes).toString(), group]),
  )
  expect(groups.get('a  b')).toBe(groups.get('a\nb'))
  expect(groups.get('ab')).not.toBe(groups.get('a\nb'))
})
