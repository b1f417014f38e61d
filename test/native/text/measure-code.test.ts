import { createCipheriv } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CodeMeasureColumn, codeMeasureColumns, getMeasureCodeKernel, measureCode } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { readFolders, readSourceFiles } from './documents.ts'
import { measureCodeReference } from './measure-code-reference.ts'

type Measures = Record<CodeMeasureColumn, number>

function toMeasures(row: readonly number[]): Measures {
  return Object.fromEntries(codeMeasureColumns.map((column, index) => [column, row[index]])) as Measures
}

async function measureOne(text: string | Uint8Array): Promise<Measures> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return toMeasures([...(await measureCode(toBatch([bytes])))])
}

async function expectReference(documents: readonly Uint8Array[]): Promise<void> {
  const rows = await measureCode(toBatch(documents))
  const width = codeMeasureColumns.length
  for (const [index, document] of documents.entries()) {
    const row = toMeasures([...rows.subarray(index * width, (index + 1) * width)])
    expect(row).toEqual(toMeasures(measureCodeReference(document)))
  }
}

/** Pieces of what the columns look for, whole and broken, so that random sequences of them meet at awkward places. */
const fragments: readonly (string | readonly number[])[] = [
  ...['\n', '\r\n', '\r', ' ', '\t', '\u00a0', '\u2028', '_', ',', '\\', "'", '"', '`', '\0', '\ufffd', '\ufeff'],
  ...['word', 'Word', 'WORD', 'a', 'b', '1', '42', 'ä', 'Ä', '中文', '𠀀', '😀', '٣', 'identifier', 'longIdentifierName'],
  ...['0x4f', '0X4F', '0x4f,', 'de', 'ad ', 'be, ', '\\x41', '\\x42\\x43', 'ff\n', 'x41', '0xdeadbeef', '0xg', 'caf'],
  ...['\\u00e4', '\\u00E4\\u12', '\\u0041'.repeat(8), '\\x41'.repeat(9), 'de ad be ef '.repeat(3), '0x12,'.repeat(9)],
  ...['TODO', 'fixme', 'your code here', 'your code\nhere', 'todo_', 'assert', 'ASSERTed', 'ass', 'ssert', 'static_assert('],
  ...['auto-generated', 'Automatically Generated', 'do not edit', 'generate', 'this file is generated', '<?xml version='],
  ...[
    '=',
    '+',
    '/',
    'A'.repeat(63),
    'Zm9vYmFy'.repeat(8),
    '0'.repeat(70),
    '},',
    '}',
    '    }\n',
    'return x;\n',
    "don't",
    "it's '",
    "<'a>(x: &'a str) ",
    "f'x' ",
    "rB'y'",
    "u8'",
    "L'",
    "1'000",
    "'(a) ",
    "'\\''",
    ' "\'" ',
    "'\\\n",
    'your, code here',
    'your\tcode  here',
  ],
  ...[
    '"https://example.org/a/long/path" ',
    '"averyveryverylongpieceoftext" ',
    `"${'w '.repeat(21)}"`,
    "'a\\'b'",
    '"\\\\"',
    '"a\\',
  ],
  ...[[0x80], [0xff], [0xc0, 0xaf], [0xe4, 0xb8], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80]],
]

const awkwardDocument = fc
  .array(fc.constantFrom(...fragments), { maxLength: 60, size: 'max' })
  .map((chosen) => new Uint8Array(Buffer.concat(chosen.map((fragment) => Buffer.from(fragment as string)))))

/** Few words, so that n-grams of every length repeat. */
const repetitiveDocument = fc
  .array(fc.constantFrom('a ', 'b ', 'cc ', 'a.b\n', 'Ä '), { maxLength: 80, size: 'max' })
  .map((words) => new TextEncoder().encode(words.join('')))

const anyDocument = fc.oneof(
  awkwardDocument,
  repetitiveDocument,
  fc.uint8Array({ maxLength: 300, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
)

describe('measureCode', () => {
  test('agrees with the TypeScript reference in every column on random batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { maxLength: 8 }), (documents) => expectReference(documents)),
      { numRuns: 1500 },
    )
  })

  test('agrees with the TypeScript reference in every column on source files', async () => {
    const documents = [...readSourceFiles()]
    expect(documents.length).toBeGreaterThan(100)
    await expectReference(documents)
  })

  test('agrees with the reference on white space and words of every code point', async () => {
    const documents: Uint8Array[] = []
    for (let first = 0; first <= 0x10ffff; first += 64) {
      const codePoints = Array.from({ length: 64 }, (_, index) => first + index)
      documents.push(new TextEncoder().encode(String.fromCodePoint(...codePoints)))
    }
    const rows = await measureCode(toBatch(documents))
    const width = codeMeasureColumns.length
    for (const [index, document] of documents.entries()) {
      expect([...rows.subarray(index * width, (index + 1) * width)]).toEqual(measureCodeReference(document))
    }
  })

  test('gives zeros for an empty document', async () => {
    expect(Object.values(await measureOne('')).every((value) => value === 0)).toBe(true)
  })

  test('gives percentiles of the line lengths by the nearest rank', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => 'x'.repeat(index + 1))
    expect(await measureOne(lines.join('\n'))).toMatchObject({
      line_length_p10: 20,
      line_length_p50: 100,
      line_length_p90: 180,
      line_length_p99: 198,
    })
    const long = Array.from({ length: 10 }, (_, index) => 'x'.repeat(1020 + index * 10))
    expect(await measureOne(long.join('\n'))).toMatchObject({
      line_length_p10: 1020,
      line_length_p50: 1060,
      line_length_p90: 1100,
    })
  })

  test('finds repeated lines, but not those that code repeats by its form', async () => {
    const measures = await measureOne('  call()\n}\ncall()\n},\n\n}\n},\nonce()\n')
    expect(measures.duplicate_line_fraction).toBe(2 / 7)
    expect(measures.duplicate_line_character_fraction).toBe(12 / 24)
    expect(measures.blank_line_fraction).toBe(1 / 8)
  })

  test('takes the shares of repeated word sequences', async () => {
    const measures = await measureOne('a b a b a b c')
    expect(measures.top_2gram_fraction).toBe((2 * 3) / 7)
    expect(measures.top_4gram_fraction).toBe((4 * 2) / 7)
    expect(measures.duplicate_5gram_fraction).toBe(0)
    const repeated = await measureOne('one two three four five X one two three four five Y')
    expect(repeated.duplicate_5gram_fraction).toBe(38 / 40)
    expect(repeated.duplicate_6gram_fraction).toBe(0)
  })

  test('finds each kind of encoded data with its length', async () => {
    expect(await measureOne(`x = "${'QUJD'.repeat(20)}"`)).toMatchObject({ longest_base64_run: 80, longest_encoded_run: 80 })
    expect(await measureOne(`${'de ad '.repeat(4)}.`)).toMatchObject({ longest_hex_run: 24, hex_fraction: 24 / 25 })
    expect(await measureOne('\\u0041'.repeat(9))).toMatchObject({ longest_unicode_escape_run: 54, unicode_escape_fraction: 1 })
    expect(await measureOne('a = 0xDEADBEEF')).toMatchObject({ hex_word_fraction: 10 / 14, longest_hex_run: 0 })
  })

  test.each([
    ['`"a"', 'a'],
    [`fn f(x: &'static str) { g("hello") }`, 'hello'],
    [`fn f<'a, 'b>(x: &'a str, y: &'b str) -> &'a str { g("hello", '"') }`, 'hello"'],
    [`let c: &'a str = x; match c { '\\'' => "q", 'z' => b'"', _ => '\\n' }`, `\\'qz"\\n`],
    ['// the users\' list, and don\'t say "no"', 'no'],
    ['int n = 1\'000\'000; puts("x");', 'x'],
    ['(list \'(a b) \'c "d")', 'd'],
    ["x = f'a.' + Rb'b' + u8'c'", 'a.bc'],
    [`s.replace(/['"]/, 'x')`, 'x'],
    ["alert('it's \"fine\"')", `it's "fine"`],
    ['say \\"hi\\" "you"', 'you'],
    ['"open\n"x"', 'x'],
  ])('counts what is between the quotes of %s', async (text, inside) => {
    expect((await measureOne(text)).string_fraction).toBe(inside.length / text.length)
  })

  test('reads a line of nothing but quotes that open no string once', async () => {
    const text = "'a ".repeat(2_000_000)
    expect((await measureOne(text)).string_fraction).toBe(0)
  })

  test('takes "your code here" for a marker where only white space parts the words', async () => {
    expect(await measureOne('// Your code here')).toMatchObject({ todo_line_fraction: 1 })
    expect(await measureOne('your, code/here')).toMatchObject({ todo_line_fraction: 0 })
    expect(await measureOne('your_code_here')).toMatchObject({ todo_line_fraction: 0 })
  })

  test('marks generated files and XML', async () => {
    expect(await measureOne('// Auto-generated by a tool\n')).toMatchObject({ generated_phrase: 1, generated_hint: 1 })
    expect(await measureOne('# DO NOT EDIT\n')).toMatchObject({ generated_phrase: 0, generated_hint: 1 })
    expect(await measureOne(`${'\n'.repeat(5)}autogenerated`)).toMatchObject({ generated_phrase: 0, generated_hint: 1 })
    expect(await measureOne('\ufeff<?xml version="1.0"?>')).toMatchObject({ xml_header: 1 })
    expect(await measureOne(`${' '.repeat(87)}<?xml version=`)).toMatchObject({ xml_header: 0 })
  })

  test.each([
    [200, 1000],
    [1000, 4000],
    [4000, 16_000],
    [16_000, 500_000],
  ])('orders source files of %i to %i bytes by compressed size about as zlib does', async (least, most) => {
    const documents = readFolders(['typescript/lib', '@types/node', 'd3-array', 'react-aria', 'yaml', 'zod']).filter(
      ({ length }) => length >= least && length < most,
    )
    expect(documents.length).toBeGreaterThan(60)
    const rows = await measureCode(toBatch(documents))
    const column = codeMeasureColumns.indexOf('compressed_fraction')
    const estimates = documents.map((_, index) => rows[index * codeMeasureColumns.length + column] ?? 0)
    const sizes = documents.map((document) => deflateRawSync(document).length / document.length)
    expect(correlate(toRanks(estimates), toRanks(sizes))).toBeGreaterThan(0.97)
  })

  test.each([1, 2, 3, 4])('finds text that comes again, at whatever distance, text %i', async (seed) => {
    const text = createPrintableText(seed, 700)
    for (let length = 100; length <= text.length; length += 7) {
      const document = text.slice(0, length)
      const once = (await measureOne(document)).compressed_fraction * length
      const twice = (await measureOne(document.repeat(2))).compressed_fraction * 2 * length
      // The text itself takes four fifths of its length; that estimate is of a sample, and differs by a tenth between the two.
      expect(twice - once).toBeLessThan(20 + length / 5)
    }
  })

  test('estimates that random bytes do not compress and repeated ones do', async () => {
    // The entropy is that of a sample, so one document may be estimated a little lower than another.
    const fractions: number[] = []
    for (let seed = 0; seed < 50; seed++) {
      fractions.push((await measureOne(createRandomBytes(seed, 100_000))).compressed_fraction)
    }
    expect(fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length).toBeGreaterThan(0.99)
    expect(Math.min(...fractions)).toBeGreaterThan(0.98)
    expect((await measureOne(new Uint8Array(100_000).fill(97))).compressed_fraction).toBeLessThan(0.01)
  })

  test.each([
    ['letters', 0x61],
    ['NUL bytes', 0],
    ['invalid bytes', 0xff],
    ['line ends', 0x0a],
    ['digits', 0x30],
    ['quotes', 0x22],
  ])('measures a document of 100 MB of %s', async (_, byte) => {
    const measures = await measureOne(new Uint8Array(100_000_000).fill(byte))
    expect(measures.character_count).toBe(100_000_000)
  })

  test('names the instruction set it uses', () => {
    expect(['scalar', 'sse4.2', 'avx2', 'neon']).toContain(getMeasureCodeKernel())
  })
})

describe('calling measureCode', () => {
  test('rejects with the reason of the signal, and later calls still work', async () => {
    const offsets = Uint32Array.from({ length: 100_001 }, (_, index) => index * 1000)
    const controller = new AbortController()
    const reason = new Error('the import was cancelled')
    const running = measureCode({ bytes: new Uint8Array(100_000_000).fill(0x61), offsets }, { signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect(await measureOne('a')).toMatchObject({ word_count: 1 })
  })

  test('rejects at once if the signal is already aborted', async () => {
    const batch = toBatch([Uint8Array.of(0x61)])
    await expect(measureCode(batch, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('names the argument that is wrong', async () => {
    const bytes = new Uint8Array(10)
    await expect(measureCode({ bytes, offsets: Uint32Array.of(0, 11) })).rejects.toThrow('offsets[1] is 11, past the end')
    const wrong = 'text' as unknown as Uint8Array
    await expect(measureCode({ bytes: wrong, offsets: Uint32Array.of(0) })).rejects.toThrow('bytes must be a Uint8Array')
  })

  test('refuses a document of 4 GiB by its number', async () => {
    const bytes = new Uint8Array(2 ** 32 + 10)
    await expect(measureCode({ bytes, offsets: Float64Array.of(0, 5, 2 ** 32 + 5) })).rejects.toThrow(
      'document 1 has 4294967296 bytes; measureCode takes documents of at most 4294967280',
    )
  })
})

function toRanks(values: readonly number[]): number[] {
  const ranks: number[] = []
  for (const [rank, [index]] of [...values.entries()].sort(([, a], [, b]) => a - b).entries()) ranks[index] = rank
  return ranks
}

/** Pearson's correlation; of ranks, Spearman's. */
function correlate(first: readonly number[], second: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  const covariance = (one: readonly number[], other: readonly number[]) => {
    const [oneMean, otherMean] = [mean(one), mean(other)]
    return mean(one.map((value, index) => (value - oneMean) * ((other[index] ?? 0) - otherMean)))
  }
  return covariance(first, second) / Math.sqrt(covariance(first, first) * covariance(second, second))
}

/** Characters that follow no rule, the same at every run. */
/** The same for the same seed: the key stream of AES in counter mode. */
function createRandomBytes(seed: number, length: number): Uint8Array {
  const key = new Uint8Array(16).fill(seed)
  return createCipheriv('aes-128-ctr', key, new Uint8Array(16)).update(new Uint8Array(length))
}

function createPrintableText(seed: number, length: number): string {
  let state = seed
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return String.fromCharCode(0x21 + ((state >>> 8) % 94))
  }).join('')
}
