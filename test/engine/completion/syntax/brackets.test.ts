import { expect, test } from 'vitest'
import { findIllegalCloser, findOpenBrackets, findUnmatchedClosers } from '#engine/completion/syntax/brackets'
import { scanSyntax } from '#engine/completion/syntax/lexical-scan'

const openIn = (text: string, language: string) => findOpenBrackets(scanSyntax(text, language).brackets)

test('lists brackets that stay open, outermost first', () => {
  expect(openIn('function f(a) {\n  if (b[0', 'typescript')).toEqual(['{', '(', '['])
})

test('does not count brackets in strings and line comments', () => {
  expect(openIn('f("(", \'{\') // [', 'typescript')).toEqual([])
  expect(openIn('x = "#(" # (', 'python')).toEqual([])
})

test('does not take an apostrophe for a string that never ends', () => {
  expect(openIn("don't call (", 'markdown')).toEqual(['('])
})

test('lists closing brackets that close nothing within the text', () => {
  expect(findUnmatchedClosers(scanSyntax(' + (1)) }', 'c').brackets)).toEqual([')', '}'])
})

test('lets a suggestion close what is open at the cursor', () => {
  const context = { language: 'typescript', openBrackets: ['{', '('], closableCount: 2 }
  expect(findIllegalCloser('a, b(c))\n}', context)).toBe(-1)
})

test('finds a bracket that the text after the cursor closes already', () => {
  const context = { language: 'typescript', openBrackets: ['('], closableCount: 0 }
  expect(findIllegalCloser('a, b(c))', context)).toBe(7)
})

test('finds a bracket of the wrong kind', () => {
  expect(findIllegalCloser('a]', { language: 'typescript', openBrackets: ['('], closableCount: 1 })).toBe(1)
  expect(findIllegalCloser('(a]', { language: 'typescript', openBrackets: [], closableCount: 0 })).toBe(2)
})

test('lets brackets within a string stand', () => {
  const { end } = scanSyntax('f("a', 'typescript')
  expect(findIllegalCloser(' :-)', { language: 'typescript', syntax: end, openBrackets: ['('], closableCount: 0 })).toBe(-1)
})
