import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportProperty } from '#contracts/exports'
import { decodeText } from '#engine/dataset/documents/text-encoding'
import { createJsonLinesOutput } from '#engine/dataset/export/json-lines-output'
import type { DocumentOutput, OutgoingDocument } from '#engine/dataset/export/outgoing-document'
import { createOutputFile } from '#engine/dataset/export/output-file'
import { createParquetOutput } from '#engine/dataset/export/parquet-output'
import { toPortableJson } from '#engine/dataset/export/portable-json'
import { parquetImporter } from '#engine/dataset/importers/parquet-importer'
import { runPyarrow } from '../../../support/pyarrow.ts'
import { readSource } from '../importers/read-source.ts'
import { outgoingDocuments } from './outgoing-documents.ts'

const columns = { properties: exportProperty.options, signals: ['lines', 'perplexity'] }
const createdBy = 'test'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-outputs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

let count = 0
async function write(documents: readonly OutgoingDocument[], format: 'jsonl' | 'jsonl.zst' | 'parquet'): Promise<string> {
  const name = `${count++}.${format}`
  const file = await createOutputFile(join(folder, name), { isCompressed: format === 'jsonl.zst' })
  const output: DocumentOutput =
    format === 'parquet'
      ? createParquetOutput({ file, name, columns, createdBy })
      : createJsonLinesOutput({ file, name, columns })
  for (const document of documents) await output.add(document)
  await output.finish()
  return join(folder, name)
}

async function query<Row>(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** What any reader should find, apart from signals and metadata. */
function expectRow({ bytes, path, language, licence, repo, source, ordinal, sizeBytes, hash, hits }: OutgoingDocument) {
  const { text, lossy } = decodeText(bytes)
  return { text, path, language, licence, repo, source, ordinal, size: sizeBytes, hash, hits, lossy }
}

/** In Parquet every kind of hit has the same columns. */
function inParquet<Row extends { hits: OutgoingDocument['hits'] }>(row: Row) {
  return { ...row, hits: row.hits?.map((hit) => ({ ...hit, duplicate_of: null, jaccard: null })) ?? null }
}

/** Half of a surrogate pair is no character of UTF-8. */
const parseWellFormed = (json: string) => JSON.parse(json, (_, part) => (typeof part === 'string' ? part.toWellFormed() : part))

const sameFloat = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)

test('whatever a document holds, DuckDB reads from Parquet what was written', async () => {
  await fc.assert(
    fc.asyncProperty(outgoingDocuments(2), async (documents) => {
      const file = await write(documents, 'parquet')
      const rows = await query<Record<string, unknown>>(
        `SELECT * EXCLUDE (ordinal, size) REPLACE (hex(text) AS text, hex(path) AS path), ordinal::DOUBLE AS ordinal,
           size::DOUBLE AS size FROM '${file}'`,
      )
      const read = rows.map(({ signals: _signals, metadata: _metadata, hits, ...row }) => {
        // Its integers of 64 bits come as text.
        const numbered = hits && (hits as { rule: string }[]).map((hit) => ({ ...hit, rule: Number(hit.rule) }))
        return { ...row, hits: numbered }
      })
      // The binding leaves out a byte order mark, so texts come as their bytes.
      const hex = (text: string | null) => text && Buffer.from(text).toString('hex').toUpperCase()
      const expected = documents.map(expectRow).map((row) => inParquet({ ...row, text: hex(row.text), path: hex(row.path) }))
      expect(read).toEqual(expected)
      expect(rows.map(({ metadata }) => metadata)).toEqual(documents.map(({ metadata }) => metadata && toPortableJson(metadata)))
      const signals = rows.map((row) =>
        Object.values(row.signals as object).map((value) => (value === null ? null : Number(value))),
      )
      expect(signals).toEqual(documents.map((document) => Array.from(document.signals, sameFloat)))
    }),
    { numRuns: 20 },
  )
})

test('whatever a document holds, zstd and jq read from JSON Lines what was written', async () => {
  await fc.assert(
    fc.asyncProperty(outgoingDocuments(2), async (documents) => {
      const file = await write(documents, 'jsonl.zst')
      const read = execFileSync('sh', ['-c', `zstd -dc '${file}' | jq -c 'del(.metadata, .signals)'`], { encoding: 'utf8' })
      const rows = read
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(rows.map((row) => ({ hits: null, lossy: false, ...row }))).toEqual(documents.map(expectRow))
    }),
    { numRuns: 10 },
  )
})

test('whatever a document holds, a line is JSON on one line, with all digits of its metadata', async () => {
  await fc.assert(
    fc.asyncProperty(outgoingDocuments(2), async (documents) => {
      const lines = readFileSync(await write(documents, 'jsonl'), 'utf8').split('\n')
      expect(lines.pop()).toBe('')
      const rows = lines.map((line) => JSON.parse(line))
      expect(rows.map(({ metadata }) => metadata)).toEqual(
        documents.map(({ metadata }) => (metadata === null ? undefined : parseWellFormed(metadata))),
      )
      const signals = rows.map((row) => Object.values(row.signals))
      const finite = (value: number) => (Number.isFinite(value) ? value + 0 : null)
      expect(signals).toEqual(documents.map((document) => Array.from(document.signals, finite)))
    }),
    { numRuns: 50 },
  )
  const [document] = fc.sample(outgoingDocuments(2), 1)[0] ?? []
  const file = await write([{ ...(document as OutgoingDocument), metadata: '{"n":12345678901234567890123}' }], 'jsonl')
  expect(readFileSync(file, 'utf8')).toContain('12345678901234567890123')
})

const readWithPyarrow = `
import json, sys, pyarrow.parquet as pq
for row in pq.read_table(sys.argv[1]).to_pylist():
    print(json.dumps({key: value for key, value in row.items() if key not in ("signals", "metadata")}))
`

test('whatever a document holds, pyarrow reads from Parquet what was written', async (context) => {
  const documents = fc.sample(outgoingDocuments(2), 20).flat()
  const read = await runPyarrow(readWithPyarrow, [await write(documents, 'parquet')])
  if (read === null) return context.skip()
  const rows = read
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows).toEqual(documents.map(expectRow).map(inParquet))
}, 600_000)

test('whatever a document holds, its text, path, language, licence and repository come back by an import of the Parquet file', async () => {
  await fc.assert(
    fc.asyncProperty(outgoingDocuments(2), async (documents) => {
      const { rows, rejected } = await readSource(parquetImporter, await write(documents, 'parquet'))
      expect(rejected).toEqual([])
      const found = rows.map(({ ordinal, text, path, language, licence, repo }) => {
        return { ordinal, text: Buffer.from(text).toString(), path, language, licence, repo }
      })
      expect(found).toEqual(
        documents.map(({ path, language, licence, repo, ...document }, ordinal) => ({
          ordinal,
          text: decodeText(document.bytes).text,
          // An importer takes no text for no value.
          path: path === '' ? null : path,
          ...{ language, licence, repo },
        })),
      )
    }),
    { numRuns: 20 },
  )
})

test('row groups are bounded in bytes, and all rows are in them', async () => {
  const [document] = fc.sample(outgoingDocuments(2), 1)[0] ?? []
  const large = { ...(document as OutgoingDocument), bytes: Buffer.alloc(9_000_000, 'x = 1\n') }
  const file = await write(
    Array.from({ length: 9 }, (_, id) => ({ ...large, id })),
    'parquet',
  )
  const groups = await query(
    `SELECT DISTINCT row_group_id, row_group_num_rows::INT AS rows, compression FROM parquet_metadata('${file}') ORDER BY 1`,
  )
  expect(groups).toMatchObject([4, 4, 1].map((rows) => ({ rows, compression: 'ZSTD' })))
})

test('an export of nothing has all columns and no rows', async () => {
  const rows = await query(`SELECT count(*)::INT AS count FROM '${await write([], 'parquet')}' WHERE signals.lines > 0`)
  expect(rows).toEqual([{ count: 0 }])
  expect(execFileSync('zstd', ['-dc', await write([], 'jsonl.zst')]).length).toBe(0)
})
