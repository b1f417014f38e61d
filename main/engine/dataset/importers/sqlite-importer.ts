import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { formatBytes } from '#contracts/format-quantity'
import type { ColumnMapping } from '#contracts/imports'
import { systemPath } from '../../platform/byte-path.ts'
import { openForeignDatabase, readForeign } from '../../platform/foreign-database.ts'
import { type ForeignQuery, type ForeignRow, openForeignRows } from '../../platform/foreign-rows.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import { toShownCell } from './cell-value.ts'
import { countSqliteRows } from './count-sqlite-rows.ts'
import type { DecodeOptions, Importer, Portion, ReadOptions, RejectedRow, Row } from './importer.ts'
import { locateFile } from './locate-file.ts'
import { makeRow, rejectLong } from './make-row.ts'
import { describeSqliteTable, prepareRowStep, quoteName, type SqliteTable } from './sqlite-table.ts'
import { describeTableColumns, type TableColumn } from './table-columns.ts'

const location = z.object({ file: z.string(), table: z.string() })
type Location = z.infer<typeof location>

/** Rows by their numbers, `first` and above and below `end`; or where they have none that last, themselves, the first of them at this place. */
type Rows = { first: number; end: number } | { first: number; records: ForeignRow[] }

const cursor = z.object({ next: z.number().int().min(0), done: z.number().int().min(0) })

const portionRows = 500
const shownRows = 20
/** Counting more takes longer than somebody waits for a preview. */
const maxCounted = 1_000_000
/** Of a value that is longer no more is fetched than its length. */
const maxShownBytes = 4096
/** A view that gives no row for so long is given up. Somebody waits for a preview. */
const patienceMs = 60_000
const previewPatienceMs = 10_000

/** Rows of a table or a view of an SQLite database, which is not changed. */
export const sqliteImporter: Importer<Location, Rows> = {
  kind: 'sqlite',
  unit: 'rows',
  location,

  async locate({ path, table }) {
    const file = await locateFile(path, 'Opening the database')
    const { name } = await withTable({ file, table }, (_, described) => described)
    return { location: { file, table: name }, name: `${basename(file)}, ${name}`, repo: null, commit: null, licence: null }
  },

  inspect: (location, signal) =>
    withTable(location, async (database, table) => {
      const { file } = location
      const sql = `SELECT ${selectColumns(table, null)} FROM ${quoteName(table.name)} LIMIT ${shownRows}`
      const first = await readFirst({ file, sql, parameters: { max: maxShownBytes }, skip: 0 }, { database, table, signal })
      const rowCount = await countSqliteRows(database, table, { file, signal, limit: maxCounted })
      return {
        location: { kind: 'sqlite', path: file, table: table.name },
        sizeBytes: statSync(systemPath(file)).size,
        rowCount,
        columns: describeTableColumns(listColumns(table, first)),
        firstRows: first.map((row) =>
          table.columns.map(({ name }, index) => toShownCell(row[`c${index}`] ?? tellLong(row, index, name))),
        ),
        warnings: [],
      }
    }),

  measure: ({ file, ...location }, { signal }) =>
    withTable({ file, ...location }, (database, table) => countSqliteRows(database, table, { file, signal })),

  async *read(location, { cursor: given, signal, maxTextBytes, mapping }: ReadOptions): AsyncGenerator<Portion<Rows>> {
    const start = given === null ? { next: 0, done: 0 } : cursor.parse(given)
    const { file } = location
    const database = openForeignDatabase(file)
    try {
      const table = readForeign(file, () => describeSqliteTable(database, file, location.table))
      if (table.rowid === null) {
        const sql = `SELECT ${selectColumns(table, mapping)} FROM ${quoteName(table.name)}`
        yield* readInOrder({ file, sql, parameters: { max: maxTextBytes }, skip: start.next }, { name: table.name, signal })
        return
      }
      const step = prepareRowStep(database, { name: table.name, rowid: table.rowid }, portionRows)
      let { next, done } = start
      for (;;) {
        signal.throwIfAborted()
        const found = readForeign(file, () => step(next))
        if (found === null) return
        done += found.count
        yield { data: { first: next, end: found.end }, cursor: { next: found.end, done }, done }
        next = found.end
        await setImmediate()
      }
    } finally {
      database.close()
    }
  },

  *decode(rows, { location, mapping, maxTextBytes }: DecodeOptions<Location>) {
    const database = openForeignDatabase(location.file)
    try {
      const table = readForeign(location.file, () => describeSqliteTable(database, location.file, location.table))
      const making = { mapping, maxTextBytes }
      if ('records' in rows) {
        for (const [index, record] of rows.records.entries())
          yield toRow(record, { table, ordinal: rows.first + index, location, making })
        return
      }
      const records = selectRows(database, table, mapping).iterate({ max: maxTextBytes, ...rows })
      for (const record of readEach(location.file, records as Iterable<ForeignRow>))
        yield toRow(record, { table, ordinal: Number(record.number), location, making })
    } finally {
      database.close()
    }
  },
}

async function withTable<T>(
  { file, table }: { file: string; table: string | null },
  use: (database: ReadableDatabase, table: SqliteTable) => T | Promise<T>,
): Promise<T> {
  const database = openForeignDatabase(file)
  try {
    return await use(
      database,
      readForeign(file, () => describeSqliteTable(database, file, table)),
    )
  } finally {
    database.close()
  }
}

/** Errors come while rows are fetched. */
function* readEach(file: string, records: Iterable<Record<string, unknown>>): Generator<Record<string, unknown>> {
  const iterator = records[Symbol.iterator]()
  try {
    for (let next = readForeign(file, () => iterator.next()); !next.done; next = readForeign(file, () => iterator.next()))
      yield next.value
  } finally {
    iterator.return?.()
  }
}

/** The first rows of a table; of what is no table, which may never give one, in a process that can be ended. */
async function readFirst(
  query: ForeignQuery,
  { database, table, signal }: { database: ReadableDatabase; table: SqliteTable; signal: AbortSignal },
): Promise<ForeignRow[]> {
  const { file, sql, parameters } = query
  if (table.rowid !== null) {
    return readForeign(file, () => database.prepare<unknown[], ForeignRow>(sql).safeIntegers().all(parameters))
  }
  await using found = openForeignRows(query, { name: table.name, patienceMs: previewPatienceMs })
  const first: ForeignRow[] = []
  for (let rows = await found.next(signal); rows !== null; rows = await found.next(signal)) first.push(...rows)
  return first
}

/** Rows without numbers that last are told apart by their place in the order in which they come. */
async function* readInOrder(
  query: ForeignQuery,
  { name, signal }: { name: string; signal: AbortSignal },
): AsyncGenerator<Portion<Rows>, void, undefined> {
  await using found = openForeignRows(query, { name, patienceMs })
  let next = query.skip
  for (let records = await found.next(signal); records !== null; records = await found.next(signal)) {
    const first = next
    next += records.length
    yield { data: records.length > 0 ? { first, records } : null, cursor: { next, done: next }, done: next }
  }
}

function selectRows(database: ReadableDatabase, table: SqliteTable, mapping: ColumnMapping) {
  const { rowid } = table
  const from = `${selectColumns(table, mapping)} FROM ${quoteName(table.name)}`
  const query = `SELECT ${rowid} AS number, ${from} WHERE ${rowid} >= @first AND ${rowid} < @end ORDER BY ${rowid}`
  return database.prepare(query).safeIntegers()
}

/**
 * Values by the places of their columns, and of each its length in bytes. What is longer than `@max` is not fetched. The text is asked for as
 * bytes, so that what is not UTF-8 stays what it is.
 */
function selectColumns(table: SqliteTable, mapping: ColumnMapping | null): string {
  return table.columns
    .flatMap(({ name }, index) => {
      const role = mapping === null ? 'metadata' : (mapping[name] ?? 'metadata')
      if (role === 'ignored') return []
      const column = quoteName(name)
      const asBytes =
        role === 'text' && table.isUtf8
          ? `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`
          : column
      return [
        `CASE WHEN octet_length(${column}) <= @max THEN ${asBytes} END AS c${index}`,
        `octet_length(${column}) AS l${index}`,
      ]
    })
    .join(', ')
}

function toRow(
  record: Record<string, unknown>,
  {
    table,
    ordinal,
    location,
    making,
  }: { table: SqliteTable; ordinal: number; location: Location; making: { mapping: ColumnMapping; maxTextBytes: number } },
): Row | RejectedRow {
  const subject = () => `${location.file}, ${location.table}, row ${table.rowid === null ? ordinal + 1 : ordinal}`
  const textIndex = table.columns.findIndex(({ name }) => making.mapping[name] === 'text')
  const textBytes = Number(record[`l${textIndex}`] ?? 0)
  if (textBytes > making.maxTextBytes) {
    return rejectLong(subject(), textBytes, making.maxTextBytes)
  }
  const values = Object.fromEntries(table.columns.map(({ name }, index) => [name, record[`c${index}`]]))
  return makeRow(values, { ordinal, subject }, making)
}

function tellLong(row: Record<string, unknown>, index: number, name: string): string {
  const length = Number(row[`l${index}`] ?? 0)
  return length > maxShownBytes ? `${name}: ${formatBytes(length)}` : ''
}

function listColumns(table: SqliteTable, first: readonly Record<string, unknown>[]): TableColumn[] {
  return table.columns.map(({ name, type }, index) => ({
    name,
    type: type === '' ? 'any' : type.toLowerCase(),
    canBeText: !/int|real|floa|doub|num|date|bool/i.test(type),
    length: first.reduce((sum, row) => sum + Number(row[`l${index}`] ?? 0), 0),
  }))
}
