import { expect, it } from 'vitest'
import { tabIndents } from '../../../renderer/monaco/tab-indents.ts'

it('indents before the first text of a line that goes on behind the cursor', () => {
  expect(tabIndents('.c()', 1)).toBe(true)
  expect(tabIndents('    .c()', 3)).toBe(true)
  expect(tabIndents('\t.c()', 2)).toBe(true)
})

it('accepts on lines without text, and behind text', () => {
  expect(tabIndents('', 1)).toBe(false)
  expect(tabIndents('    ', 5)).toBe(false)
  expect(tabIndents('    ', 3)).toBe(false)
  expect(tabIndents('a = b', 6)).toBe(false)
  expect(tabIndents('f()', 3)).toBe(false)
})
