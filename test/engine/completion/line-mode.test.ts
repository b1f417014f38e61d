import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import { decideLineMode } from '#engine/completion/line-mode'

const fast = { msPerToken: 1 }

function decide(prefix: string, suffix: string, lines: 'auto' | 'single' | 'multiple' = 'auto', language = 'typescript') {
  return decideLineMode(lines, describeCursor({ language, prefix, suffix }), fast)
}

test('asks for several lines after a line that opens a block', () => {
  expect(decide('function f() {', '\n')).toBe('multiple')
  expect(decide('call(', '\n')).toBe('multiple')
  expect(decide('def f():', '\n', 'auto', 'python')).toBe('multiple')
})

test('asks for several lines on an empty line', () => {
  expect(decide('a\n  ', '\nb')).toBe('multiple')
})

test('asks for one line at the end of an ordinary line', () => {
  expect(decide('const a = ', '\n')).toBe('single')
  expect(decide('  case 1:', '\n')).toBe('single')
})

test('asks for one line inside a comment and left of other text', () => {
  expect(decide('// see (', '\n')).toBe('single')
  expect(decide('f(', ')')).toBe('single')
})

test('asks for one line with a model that is slow', () => {
  const cursor = describeCursor({ language: 'typescript', prefix: 'function f() {', suffix: '\n' })
  expect(decideLineMode('auto', cursor, { msPerToken: 200 })).toBe('single')
})

test('does what was chosen, but never pushes the rest of a line down', () => {
  expect(decide('const a = ', '\n', 'multiple')).toBe('multiple')
  expect(decide('function f() {', '\n', 'single')).toBe('single')
  expect(decide('f(', ')', 'multiple')).toBe('single')
})
