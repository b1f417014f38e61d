import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteImporter } from '#engine/dataset/importers/sqlite-importer'
import { listSqliteTables } from '#engine/dataset/importers/sqlite-table'
import { openForeignDatabase } from '#engine/platform/foreign-database'
import { openDatabase, type WritableDatabase } from '#engine/platform/sqlite'
import { inspectSource, readSource, reasonsOf, textsOf } from './read-source.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-sqlite-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
function make(build: (database: WritableDatabase) => void): string {
  const file = join(folder, `${count++}.db`)
  const database = openDatabase(file)
  build(database)
  database.close()
  return file
}

const fill = (database: WritableDatabase, rows: number) => {
  database.exec('CREATE TABLE files (content TEXT, path TEXT, stars INT, extra)')
  const insert = database.prepare('INSERT INTO files VALUES (?, ?, ?, ?)')
  database.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run(`text ${i}`, `src/${i}.py`, i, i === 1 ? 2n ** 60n : null)
  })()
}
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

test('rows of a table are read by their numbers, and the database stays as it is', async () => {
  const file = make((database) => {
    fill(database, 1200)
    database.exec('DELETE FROM files WHERE rowid = 3')
  })
  const before = hashOf(file)
  const inspection = await inspectSource(sqliteImporter, file)
  expect(inspection.rowCount).toBe(1199)
  expect(inspection.columns.map(({ name, proposedRole }) => `${name} ${proposedRole}`)).toEqual([
    ...['content text', 'path path', 'stars stars', 'extra metadata'],
  ])
  expect(inspection.firstRows[1]).toEqual(['text 1', 'src/1.py', '1', '1152921504606846976'])
  const source = await readSource(sqliteImporter, file)
  expect(source.rows).toHaveLength(1199)
  expect(source.rows[2]).toMatchObject({ ordinal: 4, path: 'src/3.py', stars: 3, metadata: null })
  expect(source.rows[1]?.metadata).toEqual({ extra: '1152921504606846976' })
  expect(source.cursors).toHaveLength(3)
  const rest = await readSource(sqliteImporter, file, { cursor: source.cursors[0] })
  expect(rest.rows).toEqual(source.rows.slice(500))
  expect(hashOf(file)).toBe(before)
})

test('rows are counted in pieces, and those of a view, which may have no end, not at all', async () => {
  const file = make((database) => {
    fill(database, 12_000)
    database.exec(`CREATE VIEW endless AS
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'text ' || i AS content FROM n`)
  })
  const options = { signal: new AbortController().signal, projectFolder: '/nowhere' }
  expect(await sqliteImporter.measure({ file, table: 'files' }, options)).toBe(12_000)
  expect(await sqliteImporter.measure({ file, table: 'endless' }, options)).toBeNull()
  expect((await inspectSource(sqliteImporter, file, { table: 'endless' })).firstRows[1]).toEqual(['text 2'])
  const aborted = sqliteImporter.measure({ file, table: 'files' }, { ...options, signal: AbortSignal.abort() })
  await expect(aborted).rejects.toThrow('abort')
})

test('views and tables without row numbers are read as well', async () => {
  const file = make((database) => {
    fill(database, 600)
    database.exec(`CREATE VIEW long AS SELECT content AS text, path FROM files WHERE stars >= 10;
      CREATE TABLE bare (k TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID; INSERT INTO bare SELECT path, content FROM files;
      CREATE TABLE shadowed (rowid TEXT, content TEXT); INSERT INTO shadowed SELECT 'x', content FROM files;
      CREATE TABLE negative (id INTEGER PRIMARY KEY, content TEXT); INSERT INTO negative VALUES (-5, 'a'), (5, 'b');`)
  })
  const counts = await Promise.all(
    ['long', 'bare', 'shadowed', 'negative'].map(async (table) => (await readSource(sqliteImporter, file, { table })).rows),
  )
  expect(counts.map(({ length }) => length)).toEqual([590, 600, 600, 2])
  expect(counts.map((rows) => rows[0]?.ordinal)).toEqual([0, 0, 1, 0])
})

test('bytes that are not UTF-8 stay what they are, and rows without a usable text are told of', async () => {
  const file = make((database) => {
    database.exec(`CREATE TABLE t (content)`)
    const insert = database.prepare('INSERT INTO t VALUES (?)')
    for (const value of [Buffer.from([0x67, 0xfc]), null, 'x'.repeat(200_000), 5]) insert.run(value)
    database.exec(`INSERT INTO t VALUES (CAST(x'e9' AS TEXT))`)
  })
  const source = await readSource(sqliteImporter, file)
  expect(source.rows.map(({ text }) => Buffer.from(text).toString('hex'))).toEqual(['67fc', 'e9'])
  expect(reasonsOf(source).map((reason) => reason.replace(/^\d+\.db, /, ''))).toEqual([
    't, row 2: It has no "content".',
    't, row 3: Its text is 200 kB long, over the limit of 100 kB.',
    't, row 4: Its "content" is not text.',
  ])
})

test('texts of a database in UTF-16 are read', async () => {
  const file = make((database) => {
    database.pragma("encoding = 'UTF-16le'")
    database.exec(`CREATE TABLE t (content TEXT); INSERT INTO t VALUES ('grün')`)
  })
  expect(textsOf(await readSource(sqliteImporter, file))).toEqual(['grün'])
})

test('of several tables one has to be chosen, and the refusal names them', async () => {
  const file = make((database) => database.exec(`CREATE TABLE a (x); CREATE TABLE "b ""c" (x)`))
  await expect(inspectSource(sqliteImporter, file)).rejects.toMatchObject({
    code: 'input.invalid',
    message: expect.stringContaining('Choose one of these: "a", "b "c".'),
  })
  await expect(inspectSource(sqliteImporter, file, { table: 'd' })).rejects.toMatchObject({ code: 'input.invalid' })
  expect((await inspectSource(sqliteImporter, file, { table: 'b "c' })).rowCount).toBe(0)
  const database = openForeignDatabase(file)
  expect(listSqliteTables(database)).toEqual(['a', 'b "c'])
  database.close()
})

test('a database that another connection writes to is refused, and what is none as well', async () => {
  const file = make((database) => fill(database, 3))
  const writer = openDatabase(file)
  writer.exec('BEGIN EXCLUSIVE')
  await expect(inspectSource(sqliteImporter, file)).rejects.toMatchObject({
    code: 'file.failed',
    message: expect.stringContaining('another program'),
  })
  writer.close()
  writeFileSync(join(folder, 'no.db'), 'SQLite format 3 it is not'.repeat(100))
  await expect(inspectSource(sqliteImporter, join(folder, 'no.db'))).rejects.toMatchObject({ code: 'import.unreadable' })
  await expect(inspectSource(sqliteImporter, join(folder, 'none.db'))).rejects.toMatchObject({ code: 'file.not-found' })
})
