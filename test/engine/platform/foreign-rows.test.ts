import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForeignRow, openForeignRows } from '#engine/platform/foreign-rows'
import { openDatabase } from '#engine/platform/sqlite'

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-foreign-'))
  file = join(folder, 'some.db')
  const database = openDatabase(file)
  database.exec(`CREATE VIEW many AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 1234) SELECT i FROM n;
    CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0`)
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

const { signal } = new AbortController()
const open = (sql: string, { skip = 0, patienceMs = 60_000 } = {}) =>
  openForeignRows({ file, sql, parameters: { factor: 2 }, skip }, { name: 'the view', patienceMs })

test('rows come a few at a time, from any of them on', async () => {
  await using rows = open('SELECT i * @factor AS double FROM many', { skip: 1000 })
  const found: ForeignRow[] = []
  for (let next = await rows.next(signal); next !== null; next = await rows.next(signal)) found.push(...next)
  expect(found.map(({ double }) => double)).toEqual(Array.from({ length: 234 }, (_, index) => 2 * (1000 + index)))
})

test('a query that never gives a row is given up with the name of its view', async () => {
  await using rows = open('SELECT i + 0 * @factor FROM endless', { patienceMs: 500 })
  await expect(rows.next(signal)).rejects.toMatchObject({
    code: 'import.unreadable',
    message: expect.stringContaining('"the view" gave no row for'),
  })
})

test('whoever stops waits for no row', async () => {
  await using rows = open('SELECT i + 0 * @factor FROM endless')
  const stop = new AbortController()
  const next = rows.next(stop.signal)
  stop.abort(new Error('stopped'))
  await expect(next).rejects.toThrow('stopped')
})

test('what cannot be read fails as it does in this process', async () => {
  await using rows = open('SELECT @factor FROM nowhere')
  await expect(rows.next(signal)).rejects.toMatchObject({ code: 'import.unreadable' })
})
