import { expect, test } from 'vitest'
import { findLineComment } from '#engine/completion/line-comment'

test('finds where a comment begins, by language', () => {
  expect(findLineComment('a = 1  # one', 'python')).toBe(7)
  expect(findLineComment('a = 1; // one', 'typescript')).toBe(7)
  expect(findLineComment('select 1 -- one', 'sql')).toBe(9)
})

test('takes a marker in a string for text', () => {
  expect(findLineComment("url = 'http://x'", 'typescript')).toBeNull()
  expect(findLineComment('colour = "#fff" # red', 'python')).toBe(16)
})

test('finds none in a language without line comments', () => {
  expect(findLineComment('see http://x', 'markdown')).toBeNull()
})
