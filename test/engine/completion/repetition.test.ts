import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import { countLinesBeforeRepetition, cutRepeatedPiece } from '#engine/completion/repetition'

const cursor = describeCursor({ language: 'python', prefix: 'x = read()\n', suffix: '' })

test('ends before a line that repeats the line above it', () => {
  expect(countLinesBeforeRepetition(['x = read()'], cursor)).toBe(0)
  expect(countLinesBeforeRepetition(['y = 1', 'z = ab', 'z = ab'], cursor)).toBe(2)
})

test('ends before the third time that a line comes', () => {
  expect(countLinesBeforeRepetition(['ab()', 'cd()', 'ab()', 'cd()', 'ab()'], cursor)).toBe(4)
})

test('allows lines of signs to repeat', () => {
  expect(countLinesBeforeRepetition(['}', '}', '}'], cursor)).toBe(3)
})

test('keeps the first of a piece that repeats again and again', () => {
  expect(cutRepeatedPiece('a.get().get().get().get()', true)).toBe('a.get()')
  expect(cutRepeatedPiece('xxxxxxxxxxxx', true)).toBe('x')
  expect(cutRepeatedPiece(`a 3${'.0'.repeat(20)}`, true)).toBe('a 3.0')
})

test('leaves what repeats in ordinary code', () => {
  for (const line of ['[0, 0, 0, 0, 0, 0]', '# ----------------', "'#ffffff'", 'a.b().c().d()']) {
    expect(cutRepeatedPiece(line, true)).toBe(line)
  }
})

test('removes long runs of blanks, but not the indentation of later lines', () => {
  expect(cutRepeatedPiece(`${' '.repeat(40)}0`, true)).toBe('')
  expect(cutRepeatedPiece(`a =${' '.repeat(40)}0`, false)).toBe('a =')
  expect(cutRepeatedPiece(`${' '.repeat(40)}a`, false)).toBe(`${' '.repeat(40)}a`)
})
