import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeJaccards } from '#native'
import { nearDuplicates } from '../../../../../main/engine/curation/steps/near-duplicates/near-duplicates.ts'
import { changeWords, createRandom, readSourceFiles } from '../../../../native/duplicates/near-duplicate-documents.ts'
import { makeStepBatch, type TestDocument } from '../make-step-batch.ts'
import { listStepPairs, runCorpusStep } from '../run-corpus-step.ts'

/** Sentences of `count` words from the `start`th on. */
function write(start: number, count: number): string {
  return Array.from({ length: count }, (_, word) => `w${start + word}`).join(' ')
}

test('two documents that share most of their shingles are a pair, with their exact similarity', async () => {
  const documents = [{ text: write(0, 100) }, { text: write(1000, 100) }, { text: `${write(0, 90)} ${write(5000, 10)}` }]
  const output = await runCorpusStep(nearDuplicates, documents)
  const [jaccard] = await computeJaccards(makeStepBatch(documents), Uint32Array.of(0, 2))
  expect(jaccard).toBeCloseTo(86 / 106)
  expect(listStepPairs(output)).toEqual([[0, 2, Math.fround(jaccard as number)]])
  expect([...(output.signals.nearest_jaccard ?? [])]).toEqual([Math.fround(86 / 106), Number.NaN, Math.fround(86 / 106)])
})

test('pairs below the floor are not stored', async () => {
  const documents = [{ text: write(0, 100) }, { text: `${write(0, 80)} ${write(5000, 20)}` }]
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents, { parameters: { floor: 0.6 } }))).toHaveLength(1)
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents, { parameters: { floor: 0.7 } }))).toEqual([])
})

test('of real files and changed copies nearly all pairs are found, whatever the batches and the order of import', async () => {
  const random = createRandom(4)
  const files = readSourceFiles(80, 6000)
  const copies = files.map((file) => changeWords(file, random() * 0.08, random))
  const unique = new Map([...files, ...copies].map((text) => [Buffer.from(text).toString('latin1'), { text }]))
  const documents = [...unique.values()]
  const output = await runCorpusStep(nearDuplicates, documents, { batchLengths: [40] })
  const places = documents.flatMap((_, second) => Array.from({ length: second }, (_, first) => [first, second]))
  const jaccards = await computeJaccards(makeStepBatch(documents), Uint32Array.from(places.flat()))
  const expected = places.filter((_, pair) => (jaccards[pair] as number) >= 0.5)
  const found = listStepPairs(output)
  expect(found.length).toBeGreaterThan(80)
  expect(found.length).toBeGreaterThan(0.97 * expected.length)
  expect(await runCorpusStep(nearDuplicates, documents, { batchLengths: [1, 30] })).toEqual(output)
  const turn = (place: number) => documents.length - 1 - place
  const turned = listStepPairs(await runCorpusStep(nearDuplicates, [...documents].reverse()))
    .map(([first, second, jaccard]) => [turn(second), turn(first), jaccard] as const)
    .sort(([first, second], [otherFirst, otherSecond]) => first - otherFirst || second - otherSecond)
  expect(turned).toEqual(found)
})

test('documents with the same bytes are pairs with the first of them', async () => {
  const output = await runCorpusStep(nearDuplicates, [write(0, 9), write(50, 9), write(0, 9), write(0, 9), '', ''])
  expect(listStepPairs(output)).toEqual([
    [0, 2, 1],
    [0, 3, 1],
    [4, 5, 1],
  ])
})

test('thousands of documents that are all alike are compared, and those that share their bytes too', async () => {
  const documents = Array.from({ length: 1500 }, (_, place) => `${write(0, 40)} own${place % 1400}`)
  const { pairs, signals } = await runCorpusStep(nearDuplicates, documents, { batchLengths: [500] })
  expect(pairs?.firsts.length).toBe((1400 * 1399) / 2 + 100)
  expect(signals.nearest_jaccard?.[0]).toBe(1)
  expect(signals.nearest_jaccard?.[1399]).toBeCloseTo(36 / 38)
})

const licensed = (text: string): TestDocument => ({
  language: 'Java',
  text: `/*\n * Licensed to ${write(10_000, 120)}\n */\n${text}\n`,
})

test('short documents with the same long notice of a licence are no pair, and copies with other notices are one', async () => {
  const copy = write(0, 20)
  const documents = [licensed(copy), licensed(write(500, 20)), { language: 'Java', text: `// Copyright B\n${copy}\n` }]
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents))).toEqual([[0, 2, 1]])
})

test('documents of nothing but a notice are compared by it', async () => {
  const documents = [licensed(''), licensed('\n'), { language: 'Java', text: `// Copyright ${write(0, 30)}\n` }]
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents))).toEqual([[0, 1, 1]])
})

test('with the tokens of BigCode, or where that is asked for, the notice counts', async () => {
  const documents = [licensed(write(0, 20)), licensed(write(500, 20))]
  for (const parameters of [{ tokens: 'bigcode' }, { tokens: 'bigcode-v2' }, { skip_licence_headers: false }]) {
    expect(listStepPairs(await runCorpusStep(nearDuplicates, documents, { parameters }))).toHaveLength(1)
  }
  const parameters = { tokens: 'bigcode', skip_licence_headers: true }
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents, { parameters }))).toEqual([])
})

test('bands and rows of one’s own find what they find', async () => {
  const documents = [{ text: write(0, 100) }, { text: `${write(0, 80)} ${write(5000, 20)}` }]
  const parameters = { bands: 1, rows: 256 }
  expect(listStepPairs(await runCorpusStep(nearDuplicates, documents, { parameters }))).toEqual([])
})

test.each([
  [{ bands: 4 }, 'together'],
  [{ bands: 26, rows: 10 }, 'more than 256 permutations'],
  [{ floor: 0 }, 'floor'],
])('parameters that do not fit are refused: %j', (parameters, message) => {
  expect(() => nearDuplicates.parameters.parse(parameters)).toThrow(message)
})

const repository = (repo: string | null, texts: readonly string[]): TestDocument[] =>
  texts.map((text, place) => ({ repo, path: `${place}.c`, text }))

test('at the level of repositories, those that share most of their files are a pair of their first documents', async () => {
  const shared = Array.from({ length: 9 }, (_, file) => write(file * 1000, 50))
  const documents = [
    ...repository('other', [write(70_000, 200)]),
    ...repository('one', [...shared, write(80_000, 50)]),
    ...repository('fork', [write(90_000, 50), ...shared]),
    ...repository(null, [shared[0] as string]),
  ]
  const output = await runCorpusStep(nearDuplicates, documents, { parameters: { level: 'repository' } })
  const [pair, ...more] = listStepPairs(output)
  expect(more).toEqual([])
  expect(pair).toEqual([1, 11, expect.closeTo(9 / 11, 1)])
  const nearest = [...(output.signals.nearest_jaccard ?? [])]
  expect(nearest).toEqual([Number.NaN, ...new Array<number>(20).fill(pair?.[2] as number), Number.NaN])
})

test('repositories are the same whatever the batches and the memory', async () => {
  const files = fc.array(fc.nat(7), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(files, { minLength: 2, maxLength: 5 }), fc.integer({ min: 1, max: 6 }), async (repos, length) => {
      const documents = repos.flatMap((own, repo) =>
        repository(
          `r${repo}`,
          own.map((file) => write(file * 1000, 30)),
        ),
      )
      const parameters = { level: 'repository', permutations: 64 }
      const output = await runCorpusStep(nearDuplicates, documents, { parameters, batchLengths: [length], memoryBytes: 1024 })
      expect(output).toEqual(await runCorpusStep(nearDuplicates, documents, { parameters, batchLengths: [100] }))
    }),
    { numRuns: 15 },
  )
})

test('an abort ends the comparison', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(runCorpusStep(nearDuplicates, [{ text: 'a b c' }], { signal })).rejects.toThrow('enough')
})
