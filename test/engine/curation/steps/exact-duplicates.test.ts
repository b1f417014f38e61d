import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactDuplicates } from '../../../../main/engine/curation/steps/exact-duplicates.ts'
import { listStepPairs, runCorpusStep } from './run-corpus-step.ts'

test('the same bytes make a pair with the first document that has them', async () => {
  const output = await runCorpusStep(exactDuplicates, ['b', 'a', 'b', 'c', 'a', 'b'])
  expect(listStepPairs(output)).toEqual([
    [0, 2, 1],
    [0, 5, 1],
    [1, 4, 1],
  ])
  expect([...(output.signals.exact_copies ?? [])]).toEqual([3, 2, 3, 1, 2, 3])
})

const variants = ['if a:\n\tb', 'if a:\r\n\tb', 'if a:\r\tb', 'if a:\n    b  \n', 'if a:\n\nb', 'ifa:b']

test.each([
  ['none', []],
  [
    'line-ends',
    [
      [0, 1, 1],
      [0, 2, 1],
    ],
  ],
  [
    'spacing',
    [
      [0, 1, 1],
      [0, 2, 1],
      [0, 3, 1],
      [0, 4, 1],
    ],
  ],
])('what differs in white space alone is the same as far as "%s" says', async (normalise, expected) => {
  const output = await runCorpusStep(exactDuplicates, variants, { parameters: { normalise } })
  expect(listStepPairs(output)).toEqual(expected)
})

test('a line feed at the start of a document belongs to no carriage return before it', async () => {
  const output = await runCorpusStep(exactDuplicates, ['a\r', '\nb', 'a\n', '\rb', '\r\n', '\n\n'], {
    parameters: { normalise: 'line-ends' },
  })
  expect(listStepPairs(output)).toEqual([
    [0, 2, 1],
    [1, 3, 1],
  ])
})

test('the result does not depend on how documents are spread over batches', async () => {
  const texts = fc.array(fc.constantFrom('a', 'b\r\n', 'b\n', '', 'c'), { minLength: 1, maxLength: 20 })
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(texts, lengths, async (list, batchLengths) => {
      const parameters = { normalise: 'line-ends' }
      const output = await runCorpusStep(exactDuplicates, list, { parameters, batchLengths })
      expect(output).toEqual(await runCorpusStep(exactDuplicates, list, { parameters, batchLengths: [100] }))
      const same = list.map((text) => text.replace('\r', ''))
      expect([...(output.signals.exact_copies ?? [])]).toEqual(same.map((text) => same.filter((other) => other === text).length))
    }),
    { numRuns: 40 },
  )
})

test('a corpus without documents has no pairs', async () => {
  expect(await runCorpusStep(exactDuplicates, [])).toMatchObject({ pairs: { firsts: new Uint32Array() } })
})
