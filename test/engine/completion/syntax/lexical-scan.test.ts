import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanSyntax } from '#engine/completion/syntax/lexical-scan'

const kindAt = (text: string, language: string) => scanSyntax(text, language).end.kind

test.each([
  ['a = 1  # one', 'python', 'line-comment'],
  ['a = 1; // one', 'typescript', 'line-comment'],
  ['select 1 -- one', 'sql', 'line-comment'],
  ['a = 1 # one\nb', 'python', 'code'],
  ['a /* b', 'c', 'block-comment'],
  ['a /* b */ c', 'c', 'code'],
  ["url = 'http://x'", 'typescript', 'code'],
  ["url = 'http://x", 'typescript', 'string'],
  ['colour = "#fff" # red', 'python', 'line-comment'],
  ['see http://x', 'markdown', 'code'],
  ['echo $#', 'shell', 'code'],
  ['"""doc\nstring', 'python', 'string'],
  ['"""doc\nstring"""', 'python', 'code'],
  ['x = "a\\"', 'java', 'string'],
  ['`a\nb', 'go', 'string'],
  ['`a @{b', 'typescript', 'code'],
  ['`a @{b} c', 'typescript', 'string'],
  ['`a @{f({ b: `x` })} c', 'typescript', 'string'],
  ['`a @{f({ b: 1 })} c`', 'typescript', 'code'],
  ["fn f<'a>(x: &'a str) -> char { '", 'rust', 'string'],
  ["fn f<'a>(x: &'a str) { g(", 'rust', 'code'],
  ["n = 1'000'000; s = \"", 'cpp', 'string'],
  ["c = '\"'; f(", 'c', 'code'],
  ['x = a / b; s = "/', 'javascript', 'string'],
  ['x = /["(]/.test(', 'javascript', 'code'],
])('what the end of %j in %s belongs to', (text, language, kind) => {
  // The at sign stands for the dollar, which the linter takes for a mistake in a plain string.
  expect(kindAt(text.replaceAll('@', '$'), language)).toBe(kind)
})

test('a quote without a partner on its line begins no string, except on the last line', () => {
  expect(scanSyntax("don't f(\ng(", 'ruby').brackets.map(({ index }) => index)).toEqual([7, 10])
  expect(kindAt("don't f(", 'ruby')).toBe('string')
})

test('goes on from what the text begins in', () => {
  const { end } = scanSyntax('f("a', 'java')
  const rest = scanSyntax('b\\" (c") + (', 'java', end)
  expect(rest.stringEnd).toBe(6)
  expect(rest.brackets).toEqual([
    { sign: ')', index: 7 },
    { sign: '(', index: 11 },
  ])
})

test('a text scanned in two pieces ends in what it ends in when scanned at once, between signs', () => {
  const interpolated = ['`e $', '{f} g`'].join('')
  const piece = fc.array(fc.constantFrom('a', ' ', '(', ')', '{', '}', '"b"', '\n', '// c\n', '/* d */', interpolated, "'h'"), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(piece, piece, (above, below) => {
      const whole = scanSyntax([...above, ...below].join(''), 'typescript')
      const first = scanSyntax(above.join(''), 'typescript')
      const second = scanSyntax(below.join(''), 'typescript', first.end)
      expect(second.end).toEqual(whole.end)
      expect(first.brackets.length + second.brackets.length).toBe(whole.brackets.length)
    }),
  )
})

test('any text in any language comes to an end', () => {
  const languages = fc.constantFrom('typescript', 'python', 'rust', 'lua', 'haskell', 'sql', 'clojure', 'unknown', 'constructor')
  const signs = fc.string({
    unit: fc.constantFrom('a', '"', "'", '`', '\\', '/', '*', '#', '-', '[', ']', '{', '}', '$', '\n', ' '),
  })
  fc.assert(
    fc.property(signs, languages, (text, language) => {
      const { brackets, stringEnd } = scanSyntax(text, language)
      expect(stringEnd).toBe(-1)
      for (const { sign, index } of brackets) expect(text.charAt(index)).toBe(sign)
    }),
  )
})
