import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeywordScanner } from '../../../../../main/engine/curation/steps/secrets/keyword-scanner.ts'

function scan(words: readonly string[], text: string): string[] {
  const found: string[] = []
  createKeywordScanner(words).scan(Buffer.from(text, 'latin1'), (word, start) => found.push(`${start} ${words[word]}`))
  return found.sort()
}

function scanPlainly(words: readonly string[], text: string): string[] {
  const found: string[] = []
  for (const word of words) {
    for (let at = 0; at < text.length; at++) {
      if (text.toLowerCase().startsWith(word, at)) found.push(`${at} ${word}`)
    }
  }
  return found.sort()
}

test('words are found wherever they begin, within each other and in capitals', () => {
  expect(scan(['key', 'apikey', 'ey', '-'], 'API-ApiKey')).toEqual(['3 -', '4 apikey', '7 key', '8 ey'])
})

test('the words found are those that a search for each of them finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '\xe9'), maxLength: 30 })
  const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(words, letters, (list, text) => {
      expect(scan(list, text)).toEqual(scanPlainly(list, text))
    }),
  )
})
