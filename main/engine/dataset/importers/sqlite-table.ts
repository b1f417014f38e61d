import { AppError } from '#contracts/errors'
import type { ReadableDatabase } from '../../platform/sqlite.ts'

/** A table or a view of a database, and how its rows are told apart. */
export interface SqliteTable {
  name: string
  columns: { name: string; type: string }[]
  /** What its row numbers are called; null where it has none that last, as a view or a table WITHOUT ROWID. */
  rowid: string | null
  /** In UTF-8 a text is read as the bytes that it is. */
  isUtf8: boolean
}

interface ListedTable {
  name: string
  type: 'table' | 'view' | 'virtual'
  /** 1 for a table WITHOUT ROWID. */
  wr: number
}

/** Tables and views that hold somebody's rows: not SQLite's own, nor the parts of virtual tables. */
export function listSqliteTables(database: ReadableDatabase): string[] {
  return listTables(database).map(({ name }) => name)
}

/** The table of this name, or the only one there is when it is null. Fails with `input.invalid`. */
export function describeSqliteTable(database: ReadableDatabase, file: string, wanted: string | null): SqliteTable {
  const tables = listTables(database)
  const table = wanted === null && tables.length === 1 ? tables[0] : tables.find(({ name }) => name === wanted)
  if (!table) {
    const names = tables.map(({ name }) => `"${name}"`).join(', ')
    const reason = wanted === null ? 'it has several tables, or none' : `it has no table "${wanted}"`
    const hint = names === '' ? 'There is nothing to import in it.' : `Choose one of these: ${names}.`
    throw new AppError('input.invalid', `${file} cannot be imported: ${reason}. ${hint}`, { field: 'table', reason })
  }
  const columns = database
    .prepare('SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1')
    .all(table.name) as SqliteTable['columns']
  const isUtf8 = database.pragma('encoding', { simple: true }) === 'UTF-8'
  return { name: table.name, columns, rowid: findRowid(database, table, columns), isUtf8 }
}

/** The next rows of a table with row numbers, from `first` on: how many there are, and the number after the last; null when there are none. */
export function prepareRowStep(
  database: ReadableDatabase,
  { name, rowid }: { name: string; rowid: string },
  length: number,
): (first: number) => { end: number; count: number } | null {
  const step = database.prepare<[number], { last: number | null; count: number }>(
    `SELECT max(number) AS last, count(*) AS count
     FROM (SELECT ${rowid} AS number FROM ${quoteName(name)} WHERE ${rowid} >= ? ORDER BY ${rowid} LIMIT ${length})`,
  )
  return (first) => {
    const { last, count } = step.get(first) ?? { last: null, count: 0 }
    return last === null ? null : { end: last + 1, count }
  }
}

/** A name in SQL, whatever is in it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function listTables(database: ReadableDatabase): ListedTable[] {
  return database
    .prepare(
      `SELECT name, type, wr FROM pragma_table_list
       WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all() as ListedTable[]
}

/** A column may have one of the names itself. Row numbers that a document's place cannot be made of do not count. */
function findRowid(database: ReadableDatabase, { name, type, wr }: ListedTable, columns: SqliteTable['columns']): string | null {
  if (type !== 'table' || wr === 1) return null
  const taken = new Set(columns.map((column) => column.name.toLowerCase()))
  const rowid = ['rowid', '_rowid_', 'oid'].find((each) => !taken.has(each))
  if (rowid === undefined) return null
  const range = database
    .prepare(`SELECT min(${rowid}) AS low, max(${rowid}) AS high FROM ${quoteName(name)}`)
    .safeIntegers()
    .get()
  const { low, high } = range as { low: bigint | null; high: bigint | null }
  return (low ?? 0n) >= 0n && (high ?? 0n) <= BigInt(Number.MAX_SAFE_INTEGER) ? rowid : null
}
