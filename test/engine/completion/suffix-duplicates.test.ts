import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import { countLinesBeforeDuplicate, cutRestOfLine } from '#engine/completion/suffix-duplicates'

test('removes what repeats the rest of the line', () => {
  expect(cutRestOfLine('a + 1;', ' + 1;')).toBe('a')
  expect(cutRestOfLine('a"', '"')).toBe('a')
})

test('removes what follows a repetition of the rest of the line', () => {
  expect(cutRestOfLine('a + 1; // more', ' + 1;')).toBe('a')
})

test('removes the beginning of the rest of the line, unless it is short enough to be chance', () => {
  expect(cutRestOfLine('x => item.na', 'item.name)')).toBe('x => ')
  expect(cutRestOfLine('ab', 'bcdef')).toBe('ab')
})

test('leaves closing brackets to whoever counts the opening ones, but ends a statement once', () => {
  expect(cutRestOfLine('g(b)', ')')).toBe('g(b)')
  expect(cutRestOfLine('g(b);', ');')).toBe('g(b)')
})

test('leaves text that does not repeat the rest of the line', () => {
  expect(cutRestOfLine('a, b', ')')).toBe('a, b')
  expect(cutRestOfLine('a, b', '  ')).toBe('a, b')
})

test('counts the lines before one that repeats the next line of the file', () => {
  const cursor = describeCursor({ language: 'python', prefix: '    ', suffix: '\n\n    return b\n' })
  expect(countLinesBeforeDuplicate(['a = 1', '    return b', '    c'], cursor)).toBe(1)
  expect(countLinesBeforeDuplicate(['return b'], cursor)).toBe(0)
  expect(countLinesBeforeDuplicate(['return a'], cursor)).toBe(1)
})

test('takes closing brackets for the same line only at the same indentation', () => {
  const cursor = describeCursor({ language: 'c', prefix: 'f() {', suffix: '\n}\n' })
  expect(countLinesBeforeDuplicate(['', '  if (a) {', '  }', '}'], cursor)).toBe(3)
})
