import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineIndex } from '../../../../../main/engine/curation/steps/syntax/line-index.ts'

test('lines of a part of a text are those that its characters stand in', () => {
  const text = fc.array(fc.constantFrom('a', '\n', '\r\n', '€'), { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.nat(40), fc.nat(40), (whole, start, length) => {
      const part = whole.slice(start, start + length)
      if (part === '') return
      // An end of a line at its end begins no new one.
      const lines = part.replace(/\n$/, '').split('\n').length
      expect(createLineIndex(whole).count(start, start + part.length)).toBe(lines)
    }),
  )
})
