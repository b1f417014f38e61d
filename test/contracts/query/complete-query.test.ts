import { expect, test } from 'vitest'
import { completeQuery, type QueryWords } from '#contracts/query/complete-query'

const words: QueryWords = {
  signals: [
    { name: 'lines', label: 'Lines', unit: 'lines' },
    { name: 'max_line_length', label: 'Maximum line length', unit: 'characters' },
  ],
  values: {
    lang: [
      { value: 'Python', count: 7 },
      { value: 'Jupyter Notebook', count: 3 },
      { value: 'TypeScript', count: 1 },
    ],
    licence: [{ value: 'MIT' }],
    repo: [],
    source: [{ value: 'one' }],
    verdict: [{ value: 'kept' }, { value: 'dropped' }],
    label: [{ value: 'keep' }],
  },
}

/** `|` is the cursor. Gives the text after each option was taken. */
function complete(marked: string): string[] {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, options } = completeQuery(text, cursor, words)
  return options.map(({ insert }) => text.slice(0, from) + insert + text.slice(to))
}

test('names of fields and signals are offered at the beginning of a condition', () => {
  expect(complete('|')).toEqual([
    'lang:',
    'licence:',
    'repo:',
    'source:',
    'verdict:',
    'label:',
    'path:',
    'cluster:',
    'has:',
    'missing:',
    'lines>',
    'max_line_length>',
  ])
  expect(complete('a -li|')).toEqual(['a -licence:', 'a -lines>', 'a -max_line_length>'])
  expect(complete('(lan|)')).toEqual(['(lang:)'])
  expect(complete('lan|g')).toEqual(['lang:'])
})

test('values are offered after a field, in quotes where they need them, with their counts', () => {
  expect(complete('lang:|')).toEqual(['lang:Python', 'lang:"Jupyter Notebook"', 'lang:TypeScript'])
  expect(complete('x lang:ty| y')).toEqual(['x lang:TypeScript y'])
  expect(complete('lang:"jup|')).toEqual(['lang:"Jupyter Notebook"'])
  expect(complete('cluster:12|')).toEqual(['cluster:12@0.7', 'cluster:12@0.85', 'cluster:12@0.95', 'cluster:12@exact'])
  expect(complete('cluster:12@e|')).toEqual(['cluster:12@exact'])
  expect(complete('cluster:|')).toEqual([])
  expect(completeQuery('cluster:', 8, { ...words, documentId: 7 }).options.map(({ insert }) => insert)).toContain('7@0.85')
  expect(complete('missing:max|')).toEqual(['missing:max_line_length'])
  expect(completeQuery('lang:p', 6, words).options).toMatchObject([
    { label: 'Python', count: 7 },
    { label: 'Jupyter Notebook' },
    { label: 'TypeScript' },
  ])
})

test('nothing is offered within text, paths, expressions and numbers', () => {
  for (const marked of ['"some te|', '"lang: |', 'path:s|', '/la|', "'la|", 'lines>1|', "'some la|"]) {
    expect([marked, complete(marked)]).toEqual([marked, []])
  }
})
