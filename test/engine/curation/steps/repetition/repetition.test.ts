import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureCharacterRepetition } from '../../../../../main/engine/curation/steps/repetition/character-repetition.ts'
import { repetition } from '../../../../../main/engine/curation/steps/repetition/repetition.ts'
import { splitWords } from '../../../../../main/engine/curation/steps/repetition/split-words.ts'
import { measureWordRepetition } from '../../../../../main/engine/curation/steps/repetition/word-repetition.ts'
import { runDocumentStep } from '../run-document-step.ts'

function countRows(parts: readonly string[], length: number): number[] {
  const counts = new Map<string, number>()
  for (let at = 0; at + length <= parts.length; at++) {
    const row = parts.slice(at, at + length).join('\0')
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  return [...counts.values()].sort((a, b) => b - a)
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

test('repeated characters and words are those that a plain count of rows gives', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', ' '), maxLength: 60 })
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 4 }), (value, length) => {
      const characters = countRows([...value], length)
      const most = Math.min(Math.floor(Math.sqrt(characters.length)), characters.filter((count) => count > 1).length)
      const expected = characters.length === 0 ? 0 : sum(characters.slice(0, most)) / sum(characters)
      expect(measureCharacterRepetition(value, length)).toBeCloseTo(expected, 10)
      const words = countRows(splitWords(value), length)
      const repeated = words.length === 0 ? 0 : sum(words.filter((count) => count > 1)) / sum(words)
      expect(measureWordRepetition(splitWords(value), length)).toBeCloseTo(repeated, 10)
    }),
  )
})

test('words stand between white space, and have letters at both ends', () => {
  expect(splitWords('int x1 = foo(bar);\n// 42 "grün" 中文。 😀a𠀀😀')).toEqual(['int', 'x', 'foo(bar', 'grün', '中文', 'a𠀀'])
})

test('a document is measured by itself, with the length that is asked for', async () => {
  const documents = ['abcabcabcabc', 'one two one two one two', '']
  const { signals } = await runDocumentStep(repetition, documents, { length: 2 })
  expect([...(signals.dj_word_count ?? [])]).toEqual([1, 6, 0])
  expect(signals.dj_word_repetition?.[1]).toBe(1)
  expect(signals.dj_character_repetition?.[0]).toBeCloseTo(4 / 11, 5)
})
