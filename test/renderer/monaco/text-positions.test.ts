import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTextPositions } from '../../../renderer/monaco/text-positions.ts'

test('an offset is found in its line, whatever ends the lines', () => {
  const locate = createTextPositions('ab\r\nc\rd\n\nef')
  expect([0, 2, 4, 5, 6, 8, 9, 11].map(locate)).toEqual([
    { lineNumber: 1, column: 1 },
    { lineNumber: 1, column: 3 },
    { lineNumber: 2, column: 1 },
    { lineNumber: 2, column: 2 },
    { lineNumber: 3, column: 1 },
    { lineNumber: 4, column: 1 },
    { lineNumber: 5, column: 1 },
    { lineNumber: 5, column: 3 },
  ])
})

test('a byte order mark takes no column', () => {
  expect(createTextPositions('\ufeffab')(2)).toEqual({ lineNumber: 1, column: 2 })
})

test('lines and columns lead back to the character', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', '\n', '\r\n')), fc.nat(), (parts, seed) => {
      const text = parts.join('')
      const offset = text.length === 0 ? 0 : seed % text.length
      const { lineNumber, column } = createTextPositions(text)(offset)
      expect((text.split('\n')[lineNumber - 1] as string)[column - 1] ?? '\n').toBe(text[offset] ?? '\n')
    }),
  )
})
