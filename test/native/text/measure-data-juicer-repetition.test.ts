import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dataJuicerColumns, measureDataJuicerRepetition } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { readSourceFiles } from './documents.ts'
import { measureDataJuicerReference } from './measure-data-juicer-repetition-reference.ts'

/** What Data-Juicer 1.6.1 says of a text, in the order of the columns; data-juicer/repetition.py wrote it. */
type Example = { text: string; length: number; values: number[] }

const [specialLine = '', ...exampleLines] = readFileSync(new URL('data-juicer/repetition.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
const special = new Set<string>(JSON.parse(specialLine))

async function measure(documents: readonly Uint8Array[], length: number): Promise<number[][]> {
  const rows = await measureDataJuicerRepetition(toBatch(documents), { length })
  const width = dataJuicerColumns.length
  return documents.map((_, index) => [...rows.subarray(index * width, (index + 1) * width)])
}

async function expectReference(documents: readonly Uint8Array[], length: number): Promise<void> {
  const expected = documents.map((document) => measureDataJuicerReference(document, length, special))
  expect(await measure(documents, length)).toEqual(expected)
}

/** What words are made of, whole and broken, few enough that n-grams repeat. */
const fragments: readonly (string | readonly number[])[] = [
  ...['a', 'A', 'b', 'ä', 'Ä', 'Г', 'г', 'İ', 'Σ', 'ς', 'σ', '中', '一', '😀', '𠀀', 'ﬁ', '٣', '\u0301', '\ufffd', '\ufeff'],
  ...['.', ',', '1', '_', '\0', '\x1c', '\x7f', ' ', ' ', '\t', '\n', '\r\n', '\u00a0', '\u2028', '\u3000', 'a b c d e f '],
  ...[[0x80], [0xff], [0xe4, 0xb8], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80]],
]

const anyDocument = fc.oneof(
  fc
    .array(fc.constantFrom(...fragments), { maxLength: 120, size: 'max' })
    .map((chosen) => new Uint8Array(Buffer.concat(chosen.map((fragment) => Buffer.from(fragment as string))))),
  fc.array(fc.constantFrom('a ', 'b', '. '), { maxLength: 80, size: 'max' }).map((parts) => Buffer.from(parts.join(''))),
  fc.uint8Array({ maxLength: 300, size: 'max' }),
)

describe('measureDataJuicerRepetition', () => {
  test('gives the numbers of Data-Juicer', async () => {
    const examples = exampleLines.map((line): Example => JSON.parse(line))
    expect(examples.length).toBeGreaterThan(80)
    for (const { text, length, values } of examples) {
      expect(await measure([Buffer.from(text)], length), text).toEqual([values])
    }
  })

  test('agrees with the TypeScript reference on random batches', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyDocument, { maxLength: 8 }), fc.integer({ min: 1, max: 12 }), expectReference), {
      numRuns: 1500,
    })
  })

  test('agrees with the TypeScript reference on source files', async () => {
    await expectReference([...readSourceFiles()], 10)
  })

  test('agrees with the TypeScript reference on every code point', async () => {
    const documents = Array.from({ length: 0x110000 / 64 }, (_, block) =>
      Buffer.from(Array.from({ length: 64 }, (_, index) => String.fromCodePoint(block * 64 + index)).join(' ')),
    )
    await expectReference(documents, 1)
  })

  test.each([
    ['letters', 0x61, 1],
    ['NUL bytes', 0, 1],
    // What stands for them is a special character.
    ['invalid bytes', 0xff, 0],
    ['line ends', 0x0a, 0],
  ])('measures a document of 50 MB of %s', async (_, byte, word) => {
    const [row] = await measure([new Uint8Array(50_000_000).fill(byte)], 10)
    expect(row).toEqual([1, 0, word])
  })

  test('rejects with the reason of the signal, and names the argument that is wrong', async () => {
    const offsets = Uint32Array.from({ length: 100_001 }, (_, index) => index * 1000)
    const controller = new AbortController()
    const reason = new Error('the import was cancelled')
    const bytes = new Uint8Array(100_000_000).fill(0x61)
    const running = measureDataJuicerRepetition({ bytes, offsets }, { length: 10, signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    const past = measureDataJuicerRepetition({ bytes: new Uint8Array(10), offsets: Uint32Array.of(0, 11) }, { length: 10 })
    await expect(past).rejects.toThrow('offsets[1] is 11, past the end')
    const none = measureDataJuicerRepetition({ bytes: new Uint8Array(10), offsets: Uint32Array.of(0, 10) }, { length: 0 })
    await expect(none).rejects.toThrow('length')
  })
})
