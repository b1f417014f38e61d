import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gopherRepetitionColumns, measureGopherRepetition } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { readSourceFiles } from './documents.ts'
import { measureGopherReference } from './measure-gopher-repetition-reference.ts'

type Row = Record<string, number>

/** What datatrove 0.10.1 says of a text, in the order of the columns, with the same words; datatrove/gopher-repetition.py wrote it. */
type Example = { text: string; values: number[]; verdict: string }

function toRow(values: readonly number[]): Row {
  return Object.fromEntries(gopherRepetitionColumns.map((column, index) => [column, values[index] ?? Number.NaN]))
}

async function measure(documents: readonly Uint8Array[]): Promise<Row[]> {
  const rows = await measureGopherRepetition(toBatch(documents))
  const width = gopherRepetitionColumns.length
  return documents.map((_, index) => toRow([...rows.subarray(index * width, (index + 1) * width)]))
}

async function expectReference(documents: readonly Uint8Array[]): Promise<void> {
  expect(await measure(documents)).toEqual(documents.map((document) => toRow(measureGopherReference(document))))
}

/** What words, lines and paragraphs are made of, whole and broken, few enough that sequences of every length repeat. */
const fragments: readonly (string | readonly number[])[] = [
  ...[
    'a',
    'bc',
    'b',
    'B',
    'ä',
    '中',
    '𠀀',
    '😀',
    '٣',
    '.',
    ';',
    '_',
    '\0',
    '\ufffd',
    '\ufeff',
    'a_b',
    '__',
    'a b c d e f ',
    '\u0301',
  ],
  ...[' ', ' ', '\t', '\n', '\n\n', '\r\n', '\u00a0', '\u2028', '\u0085', '\x1c', '\x1f', 'a\n', 'a b.\n\n'],
  ...[[0x80], [0xff], [0xe4, 0xb8], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80]],
]

const anyDocument = fc.oneof(
  fc
    .array(fc.constantFrom(...fragments), { maxLength: 120, size: 'max' })
    .map((chosen) => new Uint8Array(Buffer.concat(chosen.map((fragment) => Buffer.from(fragment as string))))),
  fc
    .array(fc.constantFrom('a ', 'b', '.'), { maxLength: 80, size: 'max' })
    .map((words) => new TextEncoder().encode(words.join(''))),
  fc.uint8Array({ maxLength: 300, size: 'max' }),
)

/** The cut-offs of datatrove's filter in the order in which it looks at them, and what it says where one is passed. */
const cutOffs: readonly [column: (typeof gopherRepetitionColumns)[number], most: number, verdict: string][] = [
  ['gopher_duplicate_paragraph_fraction', 0.3, 'dup_para_frac'],
  ['gopher_duplicate_paragraph_character_fraction', 0.2, 'dup_para_char_frac'],
  ['gopher_duplicate_line_fraction', 0.3, 'dup_line_frac'],
  ['gopher_duplicate_line_character_fraction', 0.2, 'dup_line_char_frac'],
  ['gopher_top_2gram_fraction', 0.2, 'top_2_gram'],
  ['gopher_top_3gram_fraction', 0.18, 'top_3_gram'],
  ['gopher_top_4gram_fraction', 0.16, 'top_4_gram'],
  ['gopher_duplicate_5gram_fraction', 0.15, 'duplicated_5_n_grams'],
  ['gopher_duplicate_6gram_fraction', 0.14, 'duplicated_6_n_grams'],
  ['gopher_duplicate_7gram_fraction', 0.13, 'duplicated_7_n_grams'],
  ['gopher_duplicate_8gram_fraction', 0.12, 'duplicated_8_n_grams'],
  ['gopher_duplicate_9gram_fraction', 0.11, 'duplicated_9_n_grams'],
  ['gopher_duplicate_10gram_fraction', 0.1, 'duplicated_10_n_grams'],
]

describe('measureGopherRepetition', () => {
  test('gives the numbers and verdicts of datatrove', async () => {
    const golden = readFileSync(new URL('datatrove/gopher-repetition.jsonl', import.meta.url), 'utf8')
    const examples = golden
      .trimEnd()
      .split('\n')
      .map((line): Example => JSON.parse(line))
    expect(examples.length).toBeGreaterThan(80)
    const rows = await measure(examples.map(({ text }) => new TextEncoder().encode(text)))
    expect(rows).toEqual(examples.map(({ values }) => toRow(values)))
    const verdicts = rows.map((row) => cutOffs.find(([column, most]) => (row[column] ?? 0) > most)?.[2] ?? 'kept')
    expect(verdicts).toEqual(examples.map(({ verdict }) => verdict))
  })

  test('agrees with the TypeScript reference on random batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { maxLength: 8 }), (documents) => expectReference(documents)),
      { numRuns: 1500 },
    )
  })

  test('agrees with the TypeScript reference on source files', async () => {
    await expectReference([...readSourceFiles()])
  })

  test('agrees with the TypeScript reference on every code point', async () => {
    const documents = Array.from({ length: 0x110000 / 64 }, (_, block) =>
      new TextEncoder().encode(String.fromCodePoint(...Array.from({ length: 64 }, (_, index) => block * 64 + index))),
    )
    await expectReference(documents)
  })

  test('takes invalid bytes as the character that stands for them', async () => {
    const [row] = await measure([Uint8Array.of(0xff, 0x0a, 0xfe)])
    expect(row).toMatchObject({ gopher_duplicate_line_fraction: 1 / 2, gopher_duplicate_line_character_fraction: 1 / 3 })
  })

  test.each([
    ['letters', 0x61],
    ['NUL bytes', 0],
    ['invalid bytes', 0xff],
    ['line ends', 0x0a],
  ])('measures a document of 100 MB of %s', async (_, byte) => {
    const [row] = await measure([new Uint8Array(100_000_000).fill(byte)])
    expect(row?.gopher_duplicate_line_fraction).toBe(byte === 0x0a ? 1 / 2 : 0)
  })

  test('rejects with the reason of the signal, and names the argument that is wrong', async () => {
    const offsets = Uint32Array.from({ length: 100_001 }, (_, index) => index * 1000)
    const controller = new AbortController()
    const reason = new Error('the import was cancelled')
    const bytes = new Uint8Array(100_000_000).fill(0x61)
    const running = measureGopherRepetition({ bytes, offsets }, { signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    const past = measureGopherRepetition({ bytes: new Uint8Array(10), offsets: Uint32Array.of(0, 11) })
    await expect(past).rejects.toThrow('offsets[1] is 11, past the end')
  })

  test('refuses a document that U+FFFD could make too long', async () => {
    const bytes = new Uint8Array(1_431_655_766)
    await expect(measureGopherRepetition({ bytes, offsets: Uint32Array.of(5, 1_431_655_766) })).rejects.toThrow(
      'document 0 has 1431655761 bytes; measureGopherRepetition takes documents of at most 1431655760',
    )
  })
})
