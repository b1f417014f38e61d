import { setImmediate } from 'node:timers/promises'
import { readForeign } from '../../platform/foreign-database.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import { quoteName, type SqliteTable } from './sqlite-table.ts'

/** So many are counted in a few milliseconds, after which other work of the thread gets its turn. */
const pieceRows = 5000

/**
 * How many rows a table has. Null for a view and for a table without row numbers, which can only be counted in one go: that takes as long as
 * reading them, and of a view it may never end. Null as well for more rows than `limit`.
 */
export async function countSqliteRows(
  database: ReadableDatabase,
  { name, rowid }: SqliteTable,
  options: { file: string; signal: AbortSignal; limit?: number },
): Promise<number | null> {
  if (rowid === null) return null
  const { file, signal, limit = Number.POSITIVE_INFINITY } = options
  const piece = database.prepare<[number], { last: number | null; count: number }>(
    `SELECT max(number) AS last, count(*) AS count
     FROM (SELECT ${rowid} AS number FROM ${quoteName(name)} WHERE ${rowid} >= ? ORDER BY ${rowid} LIMIT ${pieceRows})`,
  )
  let rows = 0
  for (let next = 0; rows <= limit; ) {
    const found = readForeign(file, () => piece.get(next))
    if (!found || found.last === null) return rows
    rows += found.count
    next = found.last + 1
    await setImmediate()
    signal.throwIfAborted()
  }
  return null
}
