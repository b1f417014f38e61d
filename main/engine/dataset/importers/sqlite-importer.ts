import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { formatBytes } from '#contracts/format-quantity'
import type { ColumnMapping } from '#contracts/imports'
import { systemPath } from '../../platform/byte-path.ts'
import { openForeignDatabase, readForeign } from '../../platform/foreign-database.ts'
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

/** Rows by their numbers, `first` and above and below `end`; or where they have none that last, by their place in the table. */
interface Rows {
  first: number
  end: number
}

const cursor = z.object({ next: z.number().int().min(0), done: z.number().int().min(0) })

const portionRows = 500
const shownRows = 20
/** Counting more takes longer than somebody waits for a preview. */
const maxCounted = 1_000_000
/** Of a value that is longer no more is fetched than its length. */
const maxShownBytes = 4096

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
      const query = `SELECT ${selectColumns(table, null)} FROM ${quoteName(table.name)} LIMIT ${shownRows}`
      const readFirst = () => database.prepare(query).safeIntegers().all({ max: maxShownBytes })
      const first = readForeign(file, readFirst) as Record<string, unknown>[]
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

  async *read(location, { cursor: given, signal }: ReadOptions): AsyncGenerator<Portion<Rows>> {
    const start = given === null ? { next: 0, done: 0 } : cursor.parse(given)
    const database = openForeignDatabase(location.file)
    try {
      const table = readForeign(location.file, () => describeSqliteTable(database, location.file, location.table))
      const findEnd = prepareFindEnd(database, table)
      let { next, done } = start
      for (;;) {
        signal.throwIfAborted()
        const found = readForeign(location.file, () => findEnd(next))
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
      const records = selectRows(database, { table, rows, mapping }).iterate({ max: maxTextBytes, ...rows })
      let place = rows.first
      for (const record of readEach(location.file, records as Iterable<Record<string, unknown>>)) {
        const ordinal = table.rowid === null ? place++ : Number(record.number)
        yield toRow(record, { table, ordinal, location, making })
      }
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

/** Where the next portion ends, and how many rows it has; null when there are none. */
function prepareFindEnd(
  database: ReadableDatabase,
  table: SqliteTable,
): (first: number) => { end: number; count: number } | null {
  if (table.rowid === null) {
    const statement = database
      .prepare<[number], number>(`SELECT count(*) FROM (SELECT 1 FROM ${quoteName(table.name)} LIMIT ${portionRows} OFFSET ?)`)
      .pluck()
    return (first) => {
      const count = statement.get(first) ?? 0
      return count === 0 ? null : { end: first + count, count }
    }
  }
  return prepareRowStep(database, { name: table.name, rowid: table.rowid }, portionRows)
}

function selectRows(
  database: ReadableDatabase,
  { table, rows, mapping }: { table: SqliteTable; rows: Rows; mapping: ColumnMapping },
) {
  const { rowid } = table
  const columns = selectColumns(table, mapping)
  const from = `FROM ${quoteName(table.name)}`
  const query =
    rowid === null
      ? `SELECT ${columns} ${from} LIMIT ${rows.end - rows.first} OFFSET ${rows.first}`
      : `SELECT ${rowid} AS number, ${columns} ${from} WHERE ${rowid} >= @first AND ${rowid} < @end ORDER BY ${rowid}`
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
