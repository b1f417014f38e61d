import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import { countLinesInScope, measureIndentation } from '#engine/completion/scope-end'

function count(prefix: string, text: string, language = 'typescript') {
  return countLinesInScope(text.split('\n'), describeCursor({ language, prefix, suffix: '\n' }))
}

test('ends where a line is indented less than the line of the cursor', () => {
  expect(count('def f():\n    ', 'a = 1\n    b = 2\nprint()', 'python')).toBe(2)
})

test('ends at the level of a line that opened the block, with one line of closing brackets', () => {
  expect(count('if (a) {', '\n  b()\n}\nc()')).toBe(3)
  expect(count('if a:', '\n  b()\nc()', 'python')).toBe(2)
})

test('goes on over blank lines and at the level of an empty line', () => {
  expect(count('  ', 'a()\n\n  b()\n    c()')).toBe(4)
})

test('counts a tab as four columns', () => {
  expect(measureIndentation('\t  x')).toBe(6)
})
