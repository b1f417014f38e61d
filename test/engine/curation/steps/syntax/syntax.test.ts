import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { syntaxLanguages } from '../../../../../main/engine/curation/steps/syntax/languages/languages.ts'
import { openSyntaxThread } from '../../../../../main/engine/curation/steps/syntax/syntax-thread.ts'
import { openSyntax, type Source } from './measure-sources.ts'

const step = await openSyntax()
afterAll(() => step[Symbol.asyncDispose]())

const names = syntaxLanguages.flatMap((language) => language.names)

test('documents of languages without a grammar, and blank ones, have no values and are no problem', async () => {
  const { signals, problems } = await step.measure([
    { language: 'Haskell', text: 'main = putStrLn "x"' },
    { language: 'Python', text: ' \n\t\n' },
    { language: 'Python', text: '' },
  ])
  expect(problems).toEqual([])
  for (const values of Object.values(signals)) expect([...values]).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

test('a mark of the byte order is no part of the code', async () => {
  const { signals } = await step.measure([{ language: 'Python', text: '\uFEFFx = 1\n' }])
  expect(signals.parse_error_fraction?.[0]).toBe(0)
})

test('values do not depend on what else is in the batch', async () => {
  const snippet = fc.record({
    language: fc.constantFrom(...names),
    text: fc
      .array(
        fc.constantFrom(
          'if (a && b) { f(1) }',
          'def f(x):\n  return x\n',
          '/** d */ ',
          'class A {',
          '}',
          '"s"',
          '\n',
          '€',
          '[1, 2]',
        ),
      )
      .map((parts) => parts.join('')),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(snippet, { minLength: 1, maxLength: 6 }), async (sources) => {
      const together = await step.measure(sources)
      const backwards = await step.measure(sources.toReversed())
      for (const [name, values] of Object.entries(together.signals)) {
        expect([...(backwards.signals[name] ?? [])].reverse()).toEqual([...values])
      }
    }),
    { numRuns: 10 },
  )
})

test('no text makes it fail, and fractions are fractions', async () => {
  const source = fc.record({ language: fc.constantFrom(...names), text: fc.uint8Array({ maxLength: 300 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(source, { minLength: 20, maxLength: 40 }), async (sources) => {
      const { signals } = await step.measure(sources)
      for (const [name, values] of Object.entries(signals)) {
        const least = name.startsWith('cyclomatic') || name === 'function_mean_lines' ? 1 : 0
        const most = name.endsWith('_fraction') ? 1 : Number.POSITIVE_INFINITY
        for (const value of values)
          expect(Number.isNaN(value) || (value >= least && value <= most), `${name}: ${value}`).toBe(true)
      }
    }),
    { numRuns: 10 },
  )
})

/** Neither the parser nor the walk may run out of stack in them. */
const deep: Source[] = [
  { language: 'Python', text: `${'['.repeat(100_000)}1${']'.repeat(100_000)}` },
  { language: 'JavaScript', text: `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}` },
  { language: 'Java', text: '{'.repeat(100_000) },
  { language: 'Shell', text: '$('.repeat(50_000) },
  { language: 'C++', text: '<'.repeat(100_000) },
]

test('texts that are nested a hundred thousand times are measured like others', async () => {
  const { signals, problems } = await step.measure(deep)
  expect(problems).toEqual([])
  expect([...(signals.parse_error_fraction ?? [])]).toEqual([0, 0, 1, 1, 1])
})

test('bytes that are no text are parse errors', async () => {
  const { signals, problems } = await step.measure([
    { language: 'Python', text: new Uint8Array(50_000) },
    { language: 'Go', text: Uint8Array.from({ length: 50_000 }, (_, index) => 128 + ((index * 31) % 128)) },
  ])
  expect(problems).toEqual([])
  expect([...(signals.parse_error_fraction ?? [])]).toEqual([1, 1])
})

test('a document that is too long, takes too long or takes too much memory is a problem, and the others have their values', async () => {
  const fine = { language: 'C#', text: 'class A { int x = 1; }' }
  await using strict = await openSyntax({ max_bytes: 500_000 })
  const { signals, problems } = await strict.measure([
    fine,
    { language: 'C#', text: `// ${'x'.repeat(1_000_000)}` },
    // The parser of C# follows both readings of each `<` and runs out of any memory.
    { language: 'C#', text: 'a < b < '.repeat(50_000) },
    fine,
  ])
  expect(problems).toEqual([
    { document: 1, reason: 'It has 1000003 bytes, more than the step parses.' },
    { document: 2, reason: 'Parsing it takes more memory than the step allows.' },
  ])
  expect([...(signals.function_count ?? [])]).toEqual([0, Number.NaN, Number.NaN, 0])

  await using hasty = await openSyntax({ max_seconds: 1e-6 })
  const slow = await hasty.measure([fine, { language: 'C#', text: 'int x = f(1, 2);\n'.repeat(20_000) }])
  expect(slow.problems).toEqual([{ document: 1, reason: 'Parsing it takes longer than the step allows.' }])
})

test('batches may be measured at the same time, also while the parser is replaced', async () => {
  const fine = { language: 'C#', text: 'class A { int F() { return 1; } }' }
  const spent = { language: 'C#', text: 'a < b < '.repeat(50_000) }
  const outputs = await Promise.all([step.measure([fine, spent]), step.measure([fine]), step.measure([fine, fine])])
  expect(outputs.map(({ problems }) => problems?.length)).toEqual([1, 0, 0])
  expect(outputs.flatMap(({ signals }) => [...(signals.function_count ?? [])])).toEqual([1, Number.NaN, 1, 1, 1])
})

test('measuring ends with the reason of its signal, and the thread can be closed', async () => {
  await using thread = openSyntaxThread({ maxSeconds: 100, memoryBytes: 2 ** 30 })
  const aborting = new AbortController()
  const bytes = new TextEncoder().encode('x = [1, 2, 3]\n'.repeat(100_000))
  const measuring = thread.measure([{ document: 0, language: 'Python', bytes }], aborting.signal)
  aborting.abort(new Error('not wanted any more'))
  await expect(measuring).rejects.toThrow('not wanted any more')
})
