import { setPriority } from 'node:os'
import { openForeignDatabase, readForeign } from './foreign-database.ts'
import type { ForeignQuery, ForeignRow, RowsReply } from './foreign-rows.ts'
import { packFailure } from './threads/packed-failure.ts'

/** An answer holds no more rows, and about no more bytes, and comes at least so often. */
const maxRows = 500
const maxBytes = 4 * 1024 * 1024
const maxMs = 500

// Like the threads that read other sources.
setPriority(19)

let rows: Generator<ForeignRow | null> | null = null

process.on('message', (message: ForeignQuery | 'next') => {
  process.send?.(answer(message))
})
// Nobody is there any more.
process.on('disconnect', () => process.exit())

function answer(message: ForeignQuery | 'next'): RowsReply {
  try {
    rows ??= message === 'next' ? null : iterate(message)
    return rows ? gather(rows) : { type: 'end' }
  } catch (error) {
    return { type: 'failed', failure: packFailure(error) }
  }
}

/** Null for a row that is passed over. */
function* iterate({ file, sql, parameters, skip }: ForeignQuery): Generator<ForeignRow | null> {
  const database = openForeignDatabase(file)
  const found = readForeign(file, () => database.prepare<unknown[], ForeignRow>(sql).safeIntegers().iterate(parameters))
  let left = skip
  for (let next = readForeign(file, () => found.next()); !next.done; next = readForeign(file, () => found.next())) {
    yield left > 0 ? null : next.value
    left--
  }
}

function gather(from: Generator<ForeignRow | null>): RowsReply {
  const gathered: ForeignRow[] = []
  const endMs = performance.now() + maxMs
  let bytes = 0
  for (let next = from.next(); !next.done; next = from.next()) {
    if (next.value) {
      gathered.push(next.value)
      bytes += measure(next.value)
    }
    if (gathered.length >= maxRows || bytes >= maxBytes || performance.now() > endMs) return { type: 'rows', rows: gathered }
  }
  return gathered.length > 0 ? { type: 'rows', rows: gathered } : { type: 'end' }
}

function measure(row: ForeignRow): number {
  let bytes = 0
  for (const value of Object.values(row)) bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8
  return bytes
}
