import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import type { LineMode } from '#engine/completion/line-mode'
import { shapeSuggestion } from '#engine/completion/shape-suggestion'

interface Case {
  language?: string
  prefix: string
  suffix?: string
  mode?: LineMode
  complete?: boolean
  keepsBlankLines?: boolean
}

function shape(raw: string, options: Case) {
  const { language = 'typescript', prefix, suffix = '\n', mode = 'multiple', complete = true, keepsBlankLines = false } = options
  return shapeSuggestion(raw, { cursor: describeCursor({ language, prefix, suffix }), mode, complete, keepsBlankLines })
}

test('keeps the first line in single-line mode and needs no more text then', () => {
  expect(shape('1\nb = 2', { prefix: 'a = ', mode: 'single', complete: false })).toEqual({ text: '1', finished: true })
})

test('goes on while the first line is being written', () => {
  expect(shape('foo(', { prefix: 'a = ', mode: 'single', complete: false })).toEqual({ text: 'foo(', finished: false })
})

test('keeps a block up to its closing bracket', () => {
  expect(shape('\n  return 1\n}\nfunction g() {', { prefix: 'function f() {' }).text).toBe('\n  return 1\n}')
})

test('leaves out a closing bracket that stands after the cursor', () => {
  expect(shape('\n  return 1\n}', { prefix: 'function f() {', suffix: '\n}\n' }).text).toBe('\n  return 1')
})

test('stops at a blank line unless several lines were chosen', () => {
  const raw = 'a = 1\n\nb = 2'
  expect(shape(raw, { prefix: '', language: 'python' })).toEqual({ text: 'a = 1', finished: true })
  expect(shape(raw, { prefix: '', language: 'python', keepsBlankLines: true }).text).toBe(raw)
})

test('does not show a line that may still become a repetition of the next line', () => {
  const options = { prefix: '  ', suffix: '\n  return total\n' }
  expect(shape('total += 1\n  retu', { ...options, complete: false }).text).toBe('total += 1')
  expect(shape('total += 1\n  return total', options).text).toBe('total += 1')
  expect(shape('total += 1\n  return x', options).text).toBe('total += 1\n  return x')
})

test('in the middle of a line leaves out the rest of the line and the bracket that closes it', () => {
  expect(shape('a, g(b))', { prefix: 'f(', suffix: ')\n', mode: 'single' }).text).toBe('a, g(b)')
  expect(shape('b + c;', { prefix: 'a = ', suffix: ' + c;\n', mode: 'single' }).text).toBe('b')
})

test('is empty when the text repeats the line below or the line above', () => {
  expect(shape('return a', { prefix: 'x\n', suffix: '\nreturn a\n' }).text).toBe('')
  expect(shape('return a', { prefix: 'return a\n' }).text).toBe('')
})

test('is empty when the text is blank', () => {
  expect(shape(' \n  ', { prefix: 'a = ' }).text).toBe('')
})

test.each([
  ['console.log("', '")', 'hello world")', 'typescript'],
  ['f("', '", 1)\n', 'hello world")', 'javascript'],
  ['f("', '");\n', 'hello world");', 'javascript'],
  ['x = ["', '"]', 'hello world"]', 'python'],
  ["c = '", "';\n", "h';", 'c'],
  ['x = `a ', '`\n', 'hello` + b', 'typescript'],
])('leaves out the closing quote that stands after the cursor: %s|%s', (prefix, suffix, raw, language) => {
  const text = shape(raw, { prefix, suffix, language, mode: 'single' }).text
  expect(text).toBe(raw.slice(0, raw.search(/["'`]/)))
})

test('keeps a closing quote that nobody has written yet', () => {
  expect(shape('hello world")', { prefix: 'console.log("', mode: 'single' }).text).toBe('hello world")')
  expect(shape('a") + ', { prefix: 'x = f("', suffix: '"b"\n', mode: 'single' }).text).toBe('a") +')
})

test('the rest of a string between quotes is kept to its last letter', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', ' ', '(', ')', '[', '{', "'", '#', '//', '\\"', '\\\\', '$'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(word, word, fc.constantFrom('")', '"]', '"', '");', '", 1)'), (before, after, rest) => {
      const text = `x${after}x`
      expect(shape(`${text}${rest}`, { prefix: `f(["${before}`, suffix: `${rest}\n`, mode: 'single' }).text).toBe(text)
    }),
  )
})
