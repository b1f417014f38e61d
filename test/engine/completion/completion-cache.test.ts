import { expect, test } from 'vitest'
import { type CacheableRequest, createCompletionCache } from '#engine/completion/completion-cache'

const at = (prefix: string, changes: Partial<CacheableRequest> = {}): CacheableRequest => ({
  path: 'a.ts',
  lines: 'auto',
  trigger: 'automatic',
  suffix: '\nend',
  prefix,
  ...changes,
})

test('answers the same place with the same suggestion', () => {
  const cache = createCompletionCache()
  cache.add(at('const a = '), 'read(file)', 'shown')
  expect(cache.find(at('const a = '))).toEqual({ text: 'read(file)', outcome: 'shown', autoClosed: false })
})

test('answers typed text with the rest of the suggestion', () => {
  const cache = createCompletionCache()
  cache.add(at('const a = '), 'read(file)', 'shown')
  expect(cache.find(at('const a = rea'))?.text).toBe('d(file)')
  expect(cache.find(at('const a = rex'))).toBeUndefined()
  expect(cache.find(at('const a = read(file)'))).toBeUndefined()
})

test('follows typed text no further than 128 characters', () => {
  const cache = createCompletionCache()
  cache.add(at(''), 'x'.repeat(200), 'shown')
  expect(cache.find(at('x'.repeat(128)))?.text).toHaveLength(72)
  expect(cache.find(at('x'.repeat(129)))).toBeUndefined()
})

test('tells places apart by suffix, file and number of lines', () => {
  const cache = createCompletionCache()
  cache.add(at('a'), 'b', 'shown')
  expect(cache.find(at('a', { suffix: '\nother' }))).toBeUndefined()
  expect(cache.find(at('a', { path: 'b.ts' }))).toBeUndefined()
  expect(cache.find(at('a', { lines: 'single' }))).toBeUndefined()
})

test('follows a bracket that the editor closed by itself', () => {
  const cache = createCompletionCache()
  cache.add(at('a = '), 'f(x)', 'shown')
  expect(cache.find(at('a = f(', { suffix: ')\nend' }))).toEqual({ text: 'x)', outcome: 'shown', autoClosed: true })
})

test('does not answer somebody who asked by hand with an automatic refusal', () => {
  const cache = createCompletionCache()
  cache.add(at('a'), '', 'low-confidence')
  expect(cache.find(at('a'))?.outcome).toBe('low-confidence')
  expect(cache.find(at('a', { trigger: 'manual' }))).toBeUndefined()
})

test('forgets what was unused for longest beyond 250 places', () => {
  const cache = createCompletionCache()
  for (let index = 0; index < 250; index++) cache.add(at(`${index} = `), 'x', 'shown')
  cache.find(at('0 = '))
  cache.add(at('new = '), 'x', 'shown')
  expect(cache.find(at('0 = '))).toBeDefined()
  expect(cache.find(at('1 = '))).toBeUndefined()
})
