import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'
import { followIndentation } from '#engine/completion/indentation'

const follow = (text: string, prefix: string, { language = 'python', suffix = '\n' } = {}) =>
  followIndentation(text, describeCursor({ language, prefix, suffix }))

test('writes tabs where the file has tabs', () => {
  expect(follow('if x:\n        y = 1\n    z = 2', 'def f(x):\n\ta = 1\n\t')).toBe('if x:\n\t\ty = 1\n\tz = 2')
  expect(follow('x {\n    y\n  }', 'a {\n\tb\n}\n', { language: 'c' })).toBe('x {\n\ty\n  }')
  expect(follow('a = 1\n    b = 2', 'def f(x):\n\tc = 0\n\t')).toBe('a = 1\n\tb = 2')
})

test('writes as many blanks a level as the file has', () => {
  expect(follow('if x:\n        y = 1\n        z = 2', 'def f(x):\n  a = 1\n  ')).toBe('if x:\n    y = 1\n    z = 2')
  expect(follow('{\n  a: 1,\n  b: {\n    c: 2\n  }\n}', 'f({\n    d: 1\n})\nf(', { language: 'javascript' })).toBe(
    '{\n    a: 1,\n    b: {\n        c: 2\n    }\n}',
  )
})

test('writes blanks where the file has blanks and the model wrote tabs', () => {
  expect(follow('if x:\n\t\ty = 1', 'def f(x):\n    a = 1\n    ')).toBe('if x:\n        y = 1')
})

test('keeps blanks that align', () => {
  expect(follow('f(a,\n        b)', 'def f(x):\n    a = 1\n    ')).toBe('f(a,\n        b)')
  expect(follow('if x:\n\t\tf(a,\n\t\t  b)', 'def f(x):\n\ta = 1\n\t')).toBe('if x:\n\t\tf(a,\n\t\t  b)')
})

test('takes a line that is not deeper than the one before for what it is', () => {
  expect(follow('    def g(self):', 'class A:\n    x = 1\n    def f(self):\n')).toBe('    def g(self):')
})

test('changes nothing in a file without a habit, and nothing behind the beginning of the line', () => {
  expect(follow('if x:\n        y = 1', 'def f(x): ')).toBe('if x:\n        y = 1')
  expect(follow('    1', 'def f(x):\n\ta = 1\n\tb =')).toBe('    1')
})

test('code in the style of the file comes out as it is, and only blanks at the start of lines ever change', () => {
  const depths = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 12 })
  const style = fc.constantFrom('\t', '  ', '    ')
  const block = (steps: readonly number[], level: string) => {
    let depth = 1
    return steps.map((step, index) => {
      const line = `${level.repeat(depth)}${step === 0 ? `if a${index}:` : `a${index} = 1`}`
      depth = step === 0 ? depth + 1 : step === 1 ? depth : Math.max(1, depth - 1)
      return line
    })
  }
  fc.assert(
    fc.property(depths, depths, style, style, (above, below, fileLevel, modelLevel) => {
      const prefix = `def f():\n${fileLevel}x = 1\n${block(above, fileLevel).join('\n')}\ndef g():\n${fileLevel}`
      const written = block(below, modelLevel).join('\n').slice(modelLevel.length)
      const result = follow(written, prefix)
      if (fileLevel === modelLevel) expect(result).toBe(written)
      expect(result.split('\n').map((line) => line.trimStart())).toEqual(written.split('\n').map((line) => line.trimStart()))
    }),
  )
})
