import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvImporter } from '#engine/dataset/importers/csv-importer'
import { inspectSource, readSource, reasonsOf, textsOf } from './read-source.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-csv-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
function write(content: string | Uint8Array): string {
  const file = join(folder, `${count++}.csv`)
  writeFileSync(file, content)
  return file
}

test.each([',', '\t', ';', '|'])(
  'fields parted by %j are found, with quotes, line ends in them and a mark before the first',
  async (delimiter) => {
    const lines = [
      ['code', 'path', 'lang'],
      ['"print(""hi"")\r\nx = 1"', 'a.py', 'Python'],
      ['y = [1]', 'b\\c.py', ''],
    ]
    const file = write(`\ufeff${lines.map((line) => line.join(delimiter)).join('\r\n')}\r\n`)
    const source = await readSource(csvImporter, file)
    expect(source.rejected).toEqual([])
    expect(source.rows.map(({ text, ...row }) => [Buffer.from(text).toString(), row.ordinal, row.path, row.language])).toEqual([
      ['print("hi")\r\nx = 1', 1, 'a.py', 'Python'],
      ['y = [1]', 3, 'b/c.py', null],
    ])
  },
)

test('without names the columns are numbered, and the longest is taken for the text', async () => {
  const file = write('1,a long piece of code,1\n2,and another one,1\n')
  const inspection = await inspectSource(csvImporter, file)
  expect(inspection.columns.map(({ name, proposedRole }) => [name, proposedRole])).toEqual([
    ['column 1', 'metadata'],
    ['column 2', 'text'],
    ['column 3', 'metadata'],
  ])
  expect(inspection.warnings).toEqual(['The first line holds values and no names, so the columns are numbered.'])
  expect(inspection.firstRows).toHaveLength(2)
  const mapping = { 'column 2': 'text', 'column 1': 'metadata' } as const
  const { rows } = await readSource(csvImporter, file, { mapping })
  expect(rows.map(({ ordinal, metadata }) => [ordinal, metadata?.['column 1']])).toEqual([
    [0, '1'],
    [1, '2'],
  ])
})

test('broken records are told of with their lines, and the rest goes on', async () => {
  const file = write('code,path\nfine,a\nonly one\n,b\nodd " quote,c\n"x"y,d\nstill fine,e\n"never closed,f\nlast,g')
  const source = await readSource(csvImporter, file)
  expect(textsOf(source)).toEqual(['fine', '', 'still fine', 'last'])
  expect(reasonsOf(source).map((reason) => reason.replace(/^\d+\.csv, /, ''))).toEqual([
    'line 3: It has 1 field, and the file 2 columns.',
    'line 5: A quote stands in a field that does not begin with one.',
    'line 6: What follows the closing quote of a field is no delimiter.',
    'line 8: A quote that opens in this line is never closed.',
  ])
})

test('a record that is too long is passed over without being held, and what follows it is read', async () => {
  const file = write(`code,path\n"${'a\n'.repeat(1_500_000)}",big\nnext,a\n"${'b'.repeat(150_000)}",b\nlast,c\n`)
  const source = await readSource(csvImporter, file)
  expect(textsOf(source)).toEqual(['next', 'last'])
  expect(source.rejected.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped'])
  expect(source.rows.map(({ ordinal }) => ordinal)).toEqual([1_500_002, 1_500_004])
})

test('reading goes on after any portion', async () => {
  const file = write(
    `code,path\n${Array.from({ length: 30_000 }, (_, i) => `"line one\nline two of ${i}, and more words",p${i}`).join('\n')}`,
  )
  const all = await readSource(csvImporter, file)
  expect(all.rows).toHaveLength(30_000)
  for (const cursor of all.cursors) {
    const { rows } = await readSource(csvImporter, file, { cursor })
    expect(rows).toEqual(all.rows.slice(all.rows.length - rows.length))
  }
})

test('bytes that are not UTF-8 stay what they are', async () => {
  const { rows } = await readSource(csvImporter, write(Buffer.from('code,path\ngr\xfcn,a\n', 'latin1')))
  expect(Buffer.from(rows[0]?.text ?? []).toString('latin1')).toBe('gr\xfcn')
})

test('what is no text in UTF-8 is refused with its name', async () => {
  for (const content of ['', Buffer.from('a,b\n', 'utf16le')]) {
    await expect(inspectSource(csvImporter, write(content))).rejects.toMatchObject({ code: 'import.unreadable' })
  }
})

test('any records come back as they were written', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ' ', ';'), minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 30 }), async (records) => {
      const quote = (value: string) => `"${value.replaceAll('"', '""')}"`
      const file = write(`code,path\n${records.map((record) => record.map(quote).join(',')).join('\n')}`)
      const source = await readSource(csvImporter, file)
      expect(source.rejected).toEqual([])
      expect(source.rows.map(({ text, path }) => [Buffer.from(text).toString(), path])).toEqual(
        records.map(([code, path]) => [code, path]),
      )
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['gzip', gzipSync],
  ['Zstandard', zstdCompressSync],
] as const)('a file that is compressed with %s is read as it was before, from any cursor on', async (_, compress) => {
  const plain = `code,path\n${Array.from({ length: 40_000 }, (_, index) => `"x = ${Math.sin(index)}\n",${index}.py`).join('\n')}\n"open,z\nlast,y`
  const expected = await readSource(csvImporter, write(plain))
  const file = write(compress(plain))
  expect(await inspectSource(csvImporter, file)).toMatchObject({ columns: [{ name: 'code' }, { name: 'path' }] })
  const source = await readSource(csvImporter, file)
  expect(source.rows).toEqual(expected.rows)
  expect(source.rejected.map(({ reason }) => reason)).toEqual(expected.rejected.map(({ reason }) => reason))
  expect(source.rows).toHaveLength(40_001)
  const cursor = source.cursors[0]
  const rest = await readSource(csvImporter, file, { cursor })
  expect(rest.rows.length).toBeLessThan(source.rows.length)
  expect(rest.rows).toEqual(source.rows.slice(-rest.rows.length))
})

test('of a compressed file that is cut off what came before is read, and told of', async () => {
  const bytes = gzipSync(`code,path\n${Array.from({ length: 5000 }, (_, index) => `${Math.cos(index)},${index}.py`).join('\n')}`)
  const source = await readSource(csvImporter, write(bytes.subarray(0, bytes.length - 200)))
  expect(source.rows.length).toBeGreaterThan(100)
  expect(reasonsOf(source).at(-1)).toMatch(
    /The file cannot be read on from here: it is cut off\. What came before is imported\.$/,
  )
})

test('a file whose lines end as on old Macs is refused, and not taken for one of no rows', async () => {
  await expect(inspectSource(csvImporter, write('code,path\rx,1.py\ry,2.py\r'))).rejects.toMatchObject({
    ...{ code: 'import.unreadable', message: expect.stringContaining('a carriage return alone') },
  })
})

test('an empty text is a text', async () => {
  const { rows, rejected } = await readSource(csvImporter, write('code,path\n,a.py\n"",b.py\nx,\n'))
  expect(rejected).toEqual([])
  expect(rows.map(({ text, path }) => [Buffer.from(text).toString(), path])).toEqual([
    ['', 'a.py'],
    ['', 'b.py'],
    ['x', null],
  ])
})
