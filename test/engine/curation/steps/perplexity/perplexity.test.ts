import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import { openNgramModel } from '#native'
import { perplexity } from '../../../../../main/engine/curation/steps/perplexity/perplexity.ts'
import { perplexityParameters } from '../../../../../main/engine/curation/steps/perplexity/perplexity-parameters.ts'
import { toBatch } from '../../../../native/base/document-batch.ts'
import { preparePerplexity, type TestDocument, writeFunctions } from './perplexity-run.ts'

const small = { train: { order: 3, prune: [0], min_language_mb: 0 } }
const functions: TestDocument[] = writeFunctions(60).map((text) => ({ text, language: 'Python' }))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'codeshell-perplexity-files-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function valuesOf(output: { signals: Readonly<Record<string, Float32Array>> }, name: string): number[] {
  return [...(output.signals[name] ?? [])]
}

test('what is unlike the training documents has a higher perplexity than what is like them', async () => {
  using prepared = await preparePerplexity(functions, small)
  const usual = 'def read_file(name):\n    file = open(name)\n    return file.value\n'
  const output = await prepared.run([{ text: usual }, { text: 'q9 zx{ }{ ;;; wqp 77 kjh\n' }, { text: '' }])
  const [low, high, none] = valuesOf(output, 'ngram_perplexity') as [number, number, number]
  expect(low).toBeLessThan(high)
  expect(none).toBeNaN()
  expect(valuesOf(output, 'ngram_unknown_fraction').slice(0, 2)).toEqual([0, expect.closeTo(0.5, 0)])
  expect(valuesOf(output, 'ngram_bits_per_byte')[2]).toBeNaN()
  expect(output.problems).toEqual([{ document: 2, reason: 'The text is empty.' }])
  expect(prepared.leftBehind).toEqual([])
})

test('values depend neither on how documents are batched nor on the order in which they came to training', async () => {
  const scored = [...functions.slice(0, 9), { text: 'fn main() {}\n', language: 'Rust' }]
  using one = await preparePerplexity(functions, small)
  const expected = await one.run(scored)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(functions, { minLength: functions.length }),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 10 }),
      async (corpus, batchLength, scoredLength) => {
        using other = await preparePerplexity(corpus, small, batchLength)
        expect((await other.run(scored, scoredLength)).signals).toEqual(expected.signals)
      },
    ),
    { numRuns: 8 },
  )
})

describe('a document is scored by a model that was trained without it', () => {
  const odd = { text: 'zyx_wvu = tsr(qpo, nml)\n'.repeat(3) }

  test('so that one that occurs once is as surprising as if it had been left out', async () => {
    using seen = await preparePerplexity([...functions, odd], small)
    using alone = await preparePerplexity([...functions, odd], { train: { ...small.train, held_out: false } })
    const [heldOut] = valuesOf(await seen.run([odd]), 'ngram_unknown_fraction')
    const [learned] = valuesOf(await alone.run([odd]), 'ngram_unknown_fraction')
    expect(heldOut).toBeGreaterThan(0.3)
    expect(learned).toBe(0)
  })

  test('unless all of them have the same content', async () => {
    using prepared = await preparePerplexity([odd, odd], small)
    expect(valuesOf(await prepared.run([odd]), 'ngram_unknown_fraction')).toEqual([0])
  })
})

test('a language with enough text has models of its own, and the others share the general ones', async () => {
  const rust = writeFunctions(40, 9).map((text) => ({ text: text.replaceAll('def', 'fn'), language: 'Rust' }))
  const few = { text: 'value <- read(file)\n', language: 'R' }
  using prepared = await preparePerplexity([...functions, ...rust, few], { train: { ...small.train, min_language_mb: 0.001 } })
  expect(Object.keys(prepared.prepared).toSorted()).toEqual([
    'clean-general-0',
    'clean-general-1',
    'clean-language-0-0',
    'clean-language-0-1',
    'clean-language-1-0',
    'clean-language-1-1',
    'plan',
  ])
  const [own, asPython, asR] = valuesOf(
    await prepared.run(['Rust', 'Python', 'R'].map((language) => ({ text: (rust[0] as TestDocument).text, language }))),
    'ngram_unknown_fraction',
  )
  expect([own, asR]).toEqual([0, 0])
  expect(asPython).toBeGreaterThan(0)
})

test('a query chooses what is trained on, and one that matches nothing is an error that says so', async () => {
  const corpus = [
    ...functions,
    ...writeFunctions(20, 3).map((text) => ({ text: text.replaceAll('def', 'function'), query: 'js' })),
  ]
  using prepared = await preparePerplexity(corpus, { train: { ...small.train, query: 'js' } })
  const output = await prepared.run([{ text: 'def\n' }, { text: 'function\n' }])
  const [unknown, known] = valuesOf(output, 'ngram_unknown_fraction')
  expect([unknown, known]).toEqual([expect.closeTo(1 / 3), 0])
  const failure = await preparePerplexity(corpus, { train: { query: 'lang:cobol' } }).catch((error: unknown) => error)
  expect(isAppError(failure, 'ngram.training-failed') && failure.message).toBe(
    'The n-gram model could not be trained: no document matches lang:cobol.',
  )
})

test('no more text is trained on than is asked for', async () => {
  using prepared = await preparePerplexity(functions, {
    train: { ...small.train, per_language: false, held_out: false, max_mb: 0.002 },
  })
  const [words] = prepared.log
  const trained = Number(/(\d+) documents/.exec(words ?? '')?.[1])
  expect(trained).toBeGreaterThan(10)
  expect(trained).toBeLessThan(50)
})

describe('with a noisy model', () => {
  const noise = writeFunctions(60, 5).map((text) => ({ text: text.replaceAll(/[a-z]+/g, (word) => `${word}9`), query: 'noise' }))
  const both = { ...small, noisy: { query: 'noise' } }

  test('the contrast is low for what is like the clean documents and high for what is like the noisy ones', async () => {
    using prepared = await preparePerplexity([...functions.map((document) => ({ ...document, query: 'clean' })), ...noise], {
      ...both,
      train: { ...small.train, query: 'clean' },
    })
    const output = await prepared.run([functions[0] as TestDocument, noise[0] as TestDocument, { text: '' }])
    const [clean, noisy, none] = valuesOf(output, 'ngram_perplexity_contrast') as [number, number, number]
    expect(clean).toBeLessThan(-0.5)
    expect(noisy).toBeGreaterThan(0.5)
    expect(none).toBeNaN()
  })

  test('its value does not depend on what else is scored', async () => {
    using prepared = await preparePerplexity([...functions, ...noise], both)
    const together = await prepared.run([...functions.slice(0, 5), ...noise.slice(0, 5)])
    const apart = await prepared.run([...functions.slice(0, 5), ...noise.slice(0, 5)], 1)
    expect(apart.signals).toEqual(together.signals)
  })

  test('the signal is told of only then', () => {
    const names = (parameters: object) =>
      perplexity.describe(perplexityParameters.parse(parameters)).signals.map(({ name }) => name)
    expect(names({})).not.toContain('ngram_perplexity_contrast')
    expect(names(both)).toContain('ngram_perplexity_contrast')
    expect(() => perplexityParameters.parse({ noisy: {} })).toThrow('has either a query or a model')
  })
})

describe('a model that is brought along', () => {
  const arpa = [
    '\\data\\',
    'ngram 1=4',
    '',
    '\\1-grams:',
    '-0.5\t<unk>',
    '0\t<s>',
    '-1\t</s>',
    '-0.25\tgood',
    '',
    '\\end\\',
    '',
  ].join('\n')
  const scoreGood = async (file: string, parameters: object = {}) => {
    using prepared = await preparePerplexity([], { model: file, ...parameters })
    return valuesOf(await prepared.run([{ text: 'good bad' }]), 'ngram_perplexity')[0]
  }

  test('is an ARPA file, plain or gzipped, whose words stand between blanks', async () => {
    const [plain, packed] = [path.join(folder, 'a.arpa'), path.join(folder, 'a.arpa.gz')]
    writeFileSync(plain, arpa)
    writeFileSync(packed, gzipSync(arpa))
    const expected = 10 ** ((0.25 + 0.5 + 1) / 3)
    expect(await scoreGood(plain)).toBeCloseTo(expected, 4)
    expect(await scoreGood(packed)).toBeCloseTo(expected, 4)
    expect(perplexity.needs(perplexityParameters.parse({ model: plain }))).toEqual({ files: [plain] })
  })

  test('is a model of this program, which stays where it is', async () => {
    using trained = await preparePerplexity(functions, { train: { ...small.train, held_out: false } })
    const file = trained.prepared['clean-general'] as string
    using prepared = await preparePerplexity([], { model: file })
    expect(prepared.prepared['clean-brought']).toBe(file)
    using model = openNgramModel(file)
    const text = new TextEncoder().encode('def read(name):\n')
    const [expected] = await model.score(toBatch([text]))
    expect(valuesOf(await prepared.run([{ text: 'def read(name):\n' }]), 'ngram_perplexity')[0]).toBeCloseTo(
      expected as number,
      3,
    )
  })

  test.each([
    [
      'mmap lm http://kheafield.com/code format version 5\n',
      'it is a binary file of KenLM; give the ARPA file that it was made of',
    ],
    ['\\data\\\nngram 1=x\n', 'line 2'],
    ['print(1)\n', 'no n-gram model of this program'],
    [gzipSync(arpa).subarray(0, 40), 'it is damaged'],
  ])('that cannot be used is refused with the reason %#', async (content, reason) => {
    const file = path.join(folder, 'bad')
    writeFileSync(file, content)
    const failure = await scoreGood(file).catch((error: unknown) => error)
    expect(isAppError(failure, 'ngram.invalid-model') && failure.message).toContain(reason)
  })

  test('that is missing is said to be missing', async () => {
    const failure = await scoreGood(path.join(folder, 'none')).catch((error: unknown) => error)
    expect(isAppError(failure) && failure.code).toBe('file.not-found')
  })
})
