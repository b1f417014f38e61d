import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatQuery } from '#contracts/query/format-query'
import { parseQuery } from '#contracts/query/parse-query'
import { maxQueryLength, type Query, type QueryTerm, type TextPattern, valueFields } from '#contracts/query/query'

const vocabulary = { signals: ['size', 'lines', 'model_perplexity', 'mean_line_length', 'max_line_length'] }

function parse(text: string): Query {
  const parsed = parseQuery(text, vocabulary)
  if (parsed.status === 'problem') throw new Error(`${parsed.problem.message} (${parsed.problem.offset})`)
  return parsed.query
}

function problemOf(text: string, values = {}): { at: string; offset: number; message: string } {
  const parsed = parseQuery(text, { ...vocabulary, values })
  if (parsed.status === 'query') throw new Error(`no problem in ${text}`)
  const { offset, length, message } = parsed.problem
  return { at: text.slice(offset, offset + length), offset, message }
}

const substring = (text: string, matchCase = false): Query => ({ type: 'text', pattern: { type: 'substring', text, matchCase } })

describe('a query', () => {
  test.each<[string, Query]>([
    ['', { type: 'all' }],
    ['  ', { type: 'all' }],
    ['torch', substring('torch')],
    ['"import torch"', substring('import torch')],
    ["'import Torch'", substring('import Torch', true)],
    ['"a\\"b\\\\n\\n\\d"', substring('a"b\\n\n\\d')],
    ['#include', substring('#include')],
    ['/im\\w+t [/]/i', { type: 'text', pattern: { type: 'regex', source: 'im\\w+t [/]', flags: 'i' } }],
    ['path:src/', { type: 'path', pattern: { type: 'substring', text: 'src/', matchCase: false } }],
    ['path:/\\.ts$/', { type: 'path', pattern: { type: 'regex', source: '\\.ts$', flags: '' } }],
    ['lang:python', { type: 'value', field: 'lang', value: 'python' }],
    ['lang:"Jupyter Notebook"', { type: 'value', field: 'lang', value: 'Jupyter Notebook' }],
    ['license:mit', { type: 'value', field: 'licence', value: 'mit' }],
    ['repo:pytorch/*', { type: 'value', field: 'repo', value: 'pytorch/*' }],
    ['meta.max-stars.n:x', { type: 'metadata', key: 'max-stars.n', pattern: { type: 'substring', text: 'x', matchCase: false } }],
    ['lang:C++', { type: 'value', field: 'lang', value: 'C++' }],
    ['size:1k..20k', { type: 'range', signal: 'size', range: { min: 1000, max: 20_000, isOpen: false } }],
    ['size:..1.5M', { type: 'range', signal: 'size', range: { min: null, max: 1_500_000, isOpen: false } }],
    ['lines<=3', { type: 'range', signal: 'lines', range: { min: null, max: 3, isOpen: false } }],
    ['lines>3', { type: 'range', signal: 'lines', range: { min: 3, max: null, isOpen: true } }],
    ['lines:3', { type: 'range', signal: 'lines', range: { min: 3, max: 3, isOpen: false } }],
    ['lines=-1e3', { type: 'range', signal: 'lines', range: { min: -1000, max: -1000, isOpen: false } }],
    ['perplexity>200', { type: 'range', signal: 'model_perplexity', range: { min: 200, max: null, isOpen: true } }],
    ['has:perplexity', { type: 'present', signal: 'model_perplexity', isPresent: true }],
    ['cluster:12', { type: 'cluster', documentId: 12, step: 'near-duplicates', jaccard: 0.85 }],
    ['cluster:12@0.7', { type: 'cluster', documentId: 12, step: 'near-duplicates', jaccard: 0.7 }],
    ['cluster:12@exact', { type: 'cluster', documentId: 12, step: 'exact-duplicates', jaccard: 1 }],
    ['missing:LINES', { type: 'present', signal: 'lines', isPresent: false }],
    ['-a', { type: 'not', part: substring('a') }],
    ['NOT a', { type: 'not', part: substring('a') }],
    ['a b', { type: 'and', parts: [substring('a'), substring('b')] }],
    ['a AND b', { type: 'and', parts: [substring('a'), substring('b')] }],
    ['a or b', { type: 'and', parts: [substring('a'), substring('or'), substring('b')] }],
    ['a b OR c', { type: 'or', parts: [{ type: 'and', parts: [substring('a'), substring('b')] }, substring('c')] }],
    ['a (b OR c)', { type: 'and', parts: [substring('a'), { type: 'or', parts: [substring('b'), substring('c')] }] }],
    ['(a (b c))', { type: 'and', parts: [substring('a'), substring('b'), substring('c')] }],
    ['-(a OR b)', { type: 'not', part: { type: 'or', parts: [substring('a'), substring('b')] } }],
    ['"OR"', substring('OR')],
  ])('%s is read', (text, query) => {
    expect(parse(text)).toEqual(query)
  })

  test('a value is found whatever its case, and is then written as the project has it', () => {
    const values = { lang: ['Python', 'C', 'c'] }
    const read = (text: string) => parseQuery(text, { ...vocabulary, values })
    expect(read('lang:PYTHON')).toMatchObject({ query: { value: 'Python' } })
    expect(read('lang:c')).toMatchObject({ query: { value: 'c' } })
    expect(read('lang:Py*')).toMatchObject({ query: { value: 'Py*' } })
  })
})

describe('a problem', () => {
  test.each([
    [
      'lang:python std::vector',
      'std',
      'There is no field or signal "std". To look for this text, put it in quotes: "std::vector".',
    ],
    ['perplexty>200', 'perplexty', 'There is no field or signal "perplexty"'],
    ['constructor:x', 'constructor', 'There is no field or signal "constructor"'],
    ['__proto__>1', '__proto__', 'There is no field or signal "__proto__"'],
    ['line_length>3', 'line_length', 'There is no field or signal "line_length"'],
    ['lines>many', 'many', 'A number is expected, as in lines>1.5k.'],
    ['lines>', '', 'A number is expected'],
    ['size:1..2..3', '1..2..3', 'A number is expected, as in size:1k..20k.'],
    ['size:20..1', '20..1', 'A number is expected'],
    ['a "b', '"b', 'The quotation is not closed'],
    ['""', '""', 'Text is expected'],
    ['a /b', '/b', 'The regular expression is not closed'],
    ['/(/', '/(/', 'This is no regular expression: Unterminated group.'],
    ['/usr/lib', 'lib', 'The flags i, s and u are known'],
    ['/a/ii', 'ii', 'The flags'],
    ['a OR', '', 'A condition is expected here'],
    ['OR a', 'O', 'A condition is expected here'],
    ['()', ')', 'A condition is expected here'],
    ['(a', '(a', 'This parenthesis is not closed'],
    ['a)', ')', 'No parenthesis is open here'],
    ['foo(bar)', 'foo', 'goes in quotes'],
    ['"a""b"', '"', 'A blank is expected between two conditions'],
    ['a ->b', '-', 'A minus stands before a condition'],
    ['lang:', '', 'A value is expected here'],
    ['has:nothing', 'nothing', 'The project has no signal "nothing". It has size, lines'],
  ])('in %s points at the characters %j', (text, at, message) => {
    const problem = problemOf(text)
    expect(problem).toMatchObject({ at })
    expect(problem.message).toContain(message)
    expect(problem.offset).toBeGreaterThanOrEqual(0)
  })

  test('is a value that the project does not have, where its values are known', () => {
    expect(problemOf('lang:klingon', { lang: ['Python', 'Go'] })).toMatchObject({
      at: 'klingon',
      message: 'lang has no value "klingon" here. It has Python, Go.',
    })
  })

  test('is a query that is too long or too deep', () => {
    expect(problemOf('x'.repeat(maxQueryLength + 1)).offset).toBe(maxQueryLength)
    expect(problemOf('('.repeat(2000)).message).toContain('100 deep')
    expect(problemOf('-'.repeat(2000)).message).toContain('100 deep')
  })
})

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('OR', '\\', "'", '-a', 'n\\n'),
)

const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({ type: fc.constant('substring' as const), text, matchCase: fc.boolean() }),
  fc.record({
    type: fc.constant('regex' as const),
    source: fc.constantFrom('a+', '[/"]', '\\/(?:x|y)$', '\\p{L}', '^\\s*#', '\\\\'),
    flags: fc.constantFrom('', 'i', 'is', 'u', 'isu'),
  }),
)

const range = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(4))
  .map(([a, b, kind]) => {
    // Zero has one sign in a query.
    const [low, high] = [Math.min(a, b) + 0, Math.max(a, b) + 0]
    if (kind === 0) return { min: low, max: high, isOpen: false }
    const isOpen = kind > 2
    return kind % 2 === 0 ? { min: low, max: null, isOpen } : { min: null, max: high, isOpen }
  })

const term: fc.Arbitrary<QueryTerm> = fc.oneof(
  fc.record({ type: fc.constantFrom('text' as const, 'path' as const), pattern }),
  fc.record({ type: fc.constant('metadata' as const), key: fc.constantFrom('a', 'b-c.d', '_x1'), pattern }),
  fc.record({ type: fc.constant('value' as const), field: fc.constantFrom(...valueFields), value: text }),
  fc.record({ type: fc.constant('range' as const), signal: fc.constantFrom(...vocabulary.signals), range }),
  fc.record({
    type: fc.constant('cluster' as const),
    documentId: fc.nat(2 ** 31),
    step: fc.constant('near-duplicates' as const),
    jaccard: fc.double({ min: 0, max: 1, noNaN: true }).map((each) => each + 0),
  }),
  fc.record({
    type: fc.constant('cluster' as const),
    documentId: fc.nat(2 ** 31),
    step: fc.constant('exact-duplicates' as const),
    jaccard: fc.constant(1),
  }),
  fc.record({
    type: fc.constant('present' as const),
    signal: fc.constantFrom(...vocabulary.signals),
    isPresent: fc.boolean(),
  }),
)

const query = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 5 },
    term,
    tie('query').map((part): Query => ({ type: 'not', part })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 4 }))
      .map(([type, parts]): Query => ({ type, parts: parts.flatMap((part) => (part.type === type ? part.parts : [part])) })),
  ),
})).query

test('of a cluster the number of the document and what step has run are known', () => {
  const read = (text: string, hasRun = true) => parseQuery(text, { signals: [], documentCount: 20, hasDuplicates: () => hasRun })
  expect(read('cluster:19').status).toBe('query')
  expect(read('a cluster:20')).toMatchObject({
    problem: { offset: 10, length: 2, message: expect.stringContaining('from 0 to 19') },
  })
  expect(read('cluster:1@exact', false)).toMatchObject({
    problem: { message: expect.stringContaining('"exact-duplicates" has not run') },
  })
  for (const wrong of ['cluster:', 'cluster:a', 'cluster:1@', 'cluster:1@1.5', 'cluster:1@..', 'cluster:-1', 'cluster:1@same']) {
    expect(read(wrong)).toMatchObject({ problem: { message: expect.stringContaining('The number of a document is expected') } })
  }
})

test('what is written of any tree is read back as the same tree', () => {
  fc.assert(
    fc.property(query, (tree) => {
      const written = formatQuery(tree)
      fc.pre(written.length <= maxQueryLength)
      expect(parse(written)).toEqual(tree)
    }),
    { numRuns: 2000 },
  )
})

test('whatever is typed is a query or a problem that points into it', () => {
  const pieces = fc.constantFrom(
    ...['lang:', 'lines', '>', '..', '-', '(', ')', '"', "'", '/', '\\', 'OR', ' ', 'a', '1k', '[', 'has:', 'cluster:', '@'],
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (typed) => {
        const parsed = parseQuery(typed, vocabulary)
        if (parsed.status === 'query') {
          expect(parse(formatQuery(parsed.query))).toEqual(parsed.query)
          return
        }
        const { offset, length, message } = parsed.problem
        expect(offset).toBeLessThanOrEqual(typed.length)
        expect(offset + length).toBeLessThanOrEqual(typed.length)
        expect(message).toMatch(/^[A-Za-z].*\.$/s)
      },
    ),
    { numRuns: 3000 },
  )
})
