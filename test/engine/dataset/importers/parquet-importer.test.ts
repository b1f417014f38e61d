import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parquetImporter } from '#engine/dataset/importers/parquet-importer'
import { inspectSource, readSource, reasonsOf, textsOf } from './read-source.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-parquet-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Has DuckDB write the rows of a query. */
async function write(name: string, query: string, options = 'COMPRESSION zstd'): Promise<string> {
  const file = join(folder, name)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet, ${options})`)
  connection.closeSync()
  instance.closeSync()
  return file
}

const stack = `SELECT 'def f' || i || '(): pass  # hé' AS content, 'Python' AS lang, 'src/' || i || '.py' AS max_stars_repo_path,
  'ada/engine' AS max_stars_repo_name, ['MIT', 'ISC'] AS max_stars_repo_licenses, i::BIGINT AS max_stars_count,
  DATE '2020-02-03' AS day, 1152921504606846977::BIGINT AS big, {'a': i, 'b': [i, NULL]} AS nested FROM range(5000) t(i)`

test.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'])(
  'rows of a file compressed with %s are read',
  async (codec) => {
    const file = await write(`${codec}.parquet`, stack, `COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`)
    const source = await readSource(parquetImporter, file)
    expect(source.rejected).toEqual([])
    expect(textsOf(source)).toEqual(Array.from({ length: 5000 }, (_, i) => `def f${i}(): pass  # hé`))
    expect({ ...source.rows[4999], text: null }).toEqual({
      ordinal: 4999,
      text: null,
      path: 'src/4999.py',
      language: 'Python',
      licence: 'MIT AND ISC',
      repo: 'ada/engine',
      stars: 4999,
      metadata: { day: '2020-02-03T00:00:00.000Z', big: '1152921504606846977', nested: { a: 4999, b: [4999, null] } },
    })
  },
)

test('the columns of The Stack are recognised, and the first rows shown', async () => {
  const inspection = await inspectSource(parquetImporter, await write('inspected.parquet', stack))
  expect(inspection.rowCount).toBe(5000)
  expect(inspection.columns.map(({ proposedRole }) => proposedRole)).toEqual([
    ...['text', 'language', 'path', 'repo', 'licence', 'stars', 'metadata', 'metadata', 'metadata'],
  ])
  expect(inspection.firstRows[1]).toEqual([
    ...['def f1(): pass  # hé', 'Python', 'src/1.py', 'ada/engine', '["MIT","ISC"]', '1', '2020-02-03T00:00:00.000Z'],
    ...['1152921504606846977', '{"a":1,"b":[1,null]}'],
  ])
})

test('a person may choose other columns', async () => {
  const file = await write('chosen.parquet', stack)
  const mapping = { max_stars_repo_path: 'text', content: 'ignored', nested: 'metadata' } as const
  const { rows } = await readSource(parquetImporter, file, { mapping })
  expect({ ...rows[7], text: Buffer.from(rows[7]?.text ?? []).toString() }).toMatchObject({
    text: 'src/7.py',
    path: null,
    metadata: { nested: { a: 7 } },
  })
})

test('reading goes on after any portion', async () => {
  const file = await write('resumed.parquet', stack, 'COMPRESSION zstd, ROW_GROUP_SIZE 2048')
  const { cursors } = await readSource(parquetImporter, file)
  const rest = await readSource(parquetImporter, file, { cursor: cursors[0] })
  expect(rest.rows.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 5000 - 2048 }, (_, i) => 2048 + i))
})

test('a large row group is read in parts that begin with its pages, lists and dictionaries among its columns', async () => {
  const file = join(folder, 'large.parquet')
  const numbers = Array.from({ length: 30_000 }, (_, i) => i)
  const columnData = [
    { name: 'content', data: numbers.map((i) => `${i} `.repeat(100)), type: 'STRING' as const },
    { name: 'lang', data: numbers.map((i) => (i % 2 ? 'C' : 'Python')), type: 'STRING' as const },
    { name: 'tags', data: numbers.map((i) => ({ of: [i, i + 1] })), type: 'JSON' as const },
  ]
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 30_000, pageSize: 100_000 })))
  const source = await readSource(parquetImporter, file)
  expect(source.cursors.length).toBeGreaterThan(1)
  expect(source.rejected).toEqual([])
  expect(source.rows.map(({ ordinal }) => ordinal)).toEqual(numbers)
  expect(
    source.rows.every(({ text, language, metadata }, i) => {
      const { tags } = metadata as { tags: { of: number[] } }
      return (
        Buffer.from(text).toString('utf8', 0, String(i).length) === String(i) &&
        language === columnData[1]?.data[i] &&
        tags.of[1] === i + 1
      )
    }),
  ).toBe(true)
  const rest = await readSource(parquetImporter, file, { cursor: source.cursors[0] })
  expect(rest.rows).toEqual(source.rows.slice(source.rows.length - rest.rows.length))
})

test('rows without a text, with too long a one, or with something else are told of one by one', async () => {
  const file = await write('bad.parquet', `SELECT * FROM (VALUES ('ok'), (NULL), (repeat('x', 200000))) t(content)`)
  const source = await readSource(parquetImporter, file)
  expect(textsOf(source)).toEqual(['ok'])
  expect(reasonsOf(source)).toEqual([
    'bad.parquet, row 2: It has no "content".',
    'bad.parquet, row 3: Its text is 200 kB long, over the limit of 100 kB.',
  ])
  const numbers = await readSource(parquetImporter, file.replace('bad', 'inspected'), { mapping: { max_stars_count: 'text' } })
  expect(numbers.rejected[0]?.reason).toBe('Its "max_stars_count" is not text.')
  expect(numbers.rejected).toHaveLength(5000)
})

test('a damaged row group is named with each of its rows, and the others are read', async () => {
  const file = await write('damaged.parquet', stack, 'COMPRESSION zstd, ROW_GROUP_SIZE 2048')
  const bytes = readFileSync(file)
  bytes.fill(0xff, 200, 600)
  writeFileSync(file, bytes)
  const { rows, rejected } = await readSource(parquetImporter, file)
  expect([rows.length, rejected.length, rows[0]?.ordinal]).toEqual([5000 - 2048, 2048, 2048])
  expect(rejected[0]).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/^Row group 1 cannot be read\. It is damaged/),
  })
})

test('a page that claims billions of values is refused, which the library would take minutes and gigabytes for', async () => {
  const data = Array.from({ length: 57 }, (_, i) => `text ${i}`)
  const written = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'content', data, type: 'STRING' }] }))
  // The count of values as Thrift writes it, and in its place the largest there is.
  const count = written.indexOf(Buffer.from([0x15, 57 * 2]))
  const largest = Buffer.from([0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f])
  const file = join(folder, 'claims.parquet')
  writeFileSync(file, Buffer.concat([written.subarray(0, count), largest, written.subarray(count + 2)]))
  const reason = 'It is damaged or cut off (a page claims to hold 2147483647 values).'
  expect((await inspectSource(parquetImporter, file)).warnings).toEqual([`The first rows cannot be read. ${reason}`])
  const { rows, rejected } = await readSource(parquetImporter, file, { mapping: { content: 'text' } })
  expect([rows.length, rejected.length, rejected[0]?.reason]).toEqual([0, 57, `Row group 1 cannot be read. ${reason}`])
})

test('a file that is cut off, empty, or none of its kind is refused with its name', async () => {
  const file = await write('cut.parquet', stack)
  truncateSync(file, 5000)
  for (const content of [null, '', 'PAR1', 'no such thing at all'.repeat(10)]) {
    if (content !== null) writeFileSync(file, content)
    await expect(inspectSource(parquetImporter, file)).rejects.toMatchObject({
      code: 'import.unreadable',
      message: expect.stringContaining('cut.parquet'),
    })
  }
  await expect(inspectSource(parquetImporter, join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'file.not-found' })
})

test('any texts come back as they were written', async () => {
  const texts = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 200 })), { minLength: 1, maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 60 }), async (values, rowGroupSize) => {
      const file = join(folder, 'property.parquet')
      const columnData = [{ name: 'content', data: values, type: 'STRING' as const }]
      writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize })))
      const source = await readSource(parquetImporter, file)
      expect(textsOf(source)).toEqual(values.filter((value) => value !== null))
      expect(source.rejected).toHaveLength(values.filter((value) => value === null).length)
    }),
    { numRuns: 40 },
  )
})
