import { setImmediate } from 'node:timers/promises'
import { readForeign } from '../../platform/foreign-database.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import { prepareRowStep, type SqliteTable } from './sqlite-table.ts'

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
  const step = prepareRowStep(database, { name, rowid }, pieceRows)
  let rows = 0
  for (let next = 0; rows <= limit; ) {
    const found = readForeign(file, () => step(next))
    if (found === null) return rows
    rows += found.count
    next = found.end
    await setImmediate()
    signal.throwIfAborted()
  }
  return null
}
