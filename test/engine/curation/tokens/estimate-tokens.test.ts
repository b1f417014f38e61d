import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateTokens } from '#engine/curation/tokens/estimate-tokens'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
/** Digits are alphanumeric, too. */
const shares = fc.tuple(fraction, fraction).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
const language = fc.constantFrom('Python', 'Java', 'JSON', 'Brainfuck', '')

test('an estimate grows with the size alone, and a text of digits has more tokens than one of letters', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 2 ** 40 }), shares, language, (sizeBytes, [alphabetic, alphanumeric], name) => {
      const tokens = estimateTokens({ sizeBytes, alphabetic, alphanumeric, language: name })
      // No tokenizer has more than a few tokens for a byte, nor tokens of hundreds of bytes.
      expect(tokens).toBeGreaterThanOrEqual(Math.floor(sizeBytes / 10))
      expect(tokens).toBeLessThan(sizeBytes * 3)
      const double = estimateTokens({ sizeBytes: 2 * sizeBytes, alphabetic, alphanumeric, language: name })
      expect(Math.abs(double - 2 * tokens)).toBeLessThanOrEqual(2)
      const letters = estimateTokens({ sizeBytes, alphabetic: 1, alphanumeric: 1, language: name })
      expect(estimateTokens({ sizeBytes, alphabetic: 0, alphanumeric: 1, language: name })).toBeGreaterThan(letters)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('a document that was not measured is estimated by its size, and an empty one has no tokens', () => {
  const missing = { alphabetic: Number.NaN, alphanumeric: Number.NaN, language: 'C' }
  expect(estimateTokens({ sizeBytes: 1000, ...missing })).toBe(348)
  expect(estimateTokens({ sizeBytes: 0, alphabetic: 0, alphanumeric: 0, language: 'C' })).toBe(0)
})
