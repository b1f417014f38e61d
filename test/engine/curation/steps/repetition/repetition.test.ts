import { expect, test } from 'vitest'
import { repetition } from '../../../../../main/engine/curation/steps/repetition/repetition.ts'
import { runDocumentStep } from '../run-document-step.ts'

test('a document is measured by itself, with the length that is asked for', async () => {
  const documents = ['abcabcabcabc', 'one two one two one two', '']
  const { signals } = await runDocumentStep(repetition, documents, { length: 2 })
  expect([...(signals.dj_word_count ?? [])]).toEqual([1, 6, 0])
  expect(signals.dj_word_repetition?.[1]).toBe(1)
  expect(signals.dj_character_repetition?.[0]).toBeCloseTo(4 / 11, 5)
})

test('words stand between white space, without what Data-Juicer cuts off both ends', async () => {
  const documents = ['int x1 = foo(bar);\n// 42 "grün" 中文。 😀a𠀀😀', '上 Г', 'г']
  const { signals } = await runDocumentStep(repetition, documents)
  expect([...(signals.dj_word_count ?? [])]).toEqual([6, 0, 1])
})
