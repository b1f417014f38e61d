import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type WritableDatabase } from '#engine/platform/sqlite'
import { createSqliteReader, type SqliteReader } from '#engine/platform/sqlite-reader'

let folder: string
let database: WritableDatabase
let reader: SqliteReader

/** Has more rows than anybody can wait for. */
const endless = 'WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1e15) SELECT i FROM n'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-reader-'))
  const file = join(folder, 'data.sqlite')
  database = openDatabase(file)
  database.pragma('journal_mode = WAL')
  database.exec(
    "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO item VALUES (3, 'c'), (1, 'a'), (2, NULL)",
  )
  reader = createSqliteReader(file, { warn: (message) => expect.unreachable(message) })
})

afterEach(async () => {
  await reader[Symbol.asyncDispose]()
  database.close()
  rmSync(folder, { recursive: true })
})

test('rows and numbers come back from the thread, with what was committed last', async () => {
  expect(await reader.rows({ name: 'test', sql: 'SELECT * FROM item WHERE id < ? ORDER BY id', parameters: [3] })).toEqual([
    { id: 1, name: 'a' },
    { id: 2, name: null },
  ])
  database.exec("INSERT INTO item VALUES (4, 'd')")
  expect(await reader.numbers({ name: 'test', sql: 'SELECT id FROM item ORDER BY id DESC' })).toEqual(Float64Array.of(4, 3, 2, 1))
})

test('an aborted query ends while it runs, and the next one is answered', async () => {
  const aborter = new AbortController()
  const stopped = expect(reader.numbers({ name: 'test', sql: endless, signal: aborter.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  const next = reader.numbers({ name: 'test', sql: 'SELECT count(*) FROM item' })
  setTimeout(() => aborter.abort(), 300)
  await stopped
  expect(await next).toEqual(Float64Array.of(3))
})

test('closing ends a query that is running and refuses those that wait', async () => {
  const running = expect(reader.numbers({ name: 'test', sql: endless })).rejects.toMatchObject({ code: 'project.not-open' })
  const waiting = expect(reader.numbers({ name: 'test', sql: 'SELECT 1' })).rejects.toMatchObject({ code: 'project.not-open' })
  await delay(200)
  await reader[Symbol.asyncDispose]()
  await Promise.all([running, waiting])
})

test('the thread only reads', async () => {
  await expect(reader.rows({ name: 'test', sql: 'DELETE FROM item RETURNING id' })).rejects.toThrow(/readonly/)
  expect(await reader.numbers({ name: 'test', sql: 'SELECT count(*) FROM item' })).toEqual(Float64Array.of(3))
})

test('every query is told with its name and what it took, one that fails too', async () => {
  const runs: { name: string; tookMs: number }[] = []
  await using told = createSqliteReader(join(folder, 'data.sqlite'), {
    onDidRun: (run) => runs.push(run),
    warn: (message) => expect.unreachable(message),
  })
  await told.numbers({ name: 'a count', sql: 'SELECT count(*) FROM item' })
  await told.rows({ name: 'a mistake', sql: 'SELECT nothing FROM item' }).catch(() => undefined)
  expect(runs).toEqual([
    { name: 'a count', tookMs: expect.any(Number) },
    { name: 'a mistake', tookMs: expect.any(Number) },
  ])
})
