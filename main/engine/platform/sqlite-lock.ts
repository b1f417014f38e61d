import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import BetterSqlite3 from 'better-sqlite3'

/** A lock that the operating system holds for this process and releases when the process ends, however it ends. */
export interface FileLock {
  /** Releases the lock and removes its file. */
  [Symbol.dispose](): void
}

/** Who has a lock, as it wrote down itself. For people: whether the lock is held is the operating system's to say. */
export interface LockHolder {
  pid: number
  host: string
}

export type LockAttempt =
  | { status: 'taken'; lock: FileLock }
  /** `holder` is null when it has not come to write it down. */
  | { status: 'held'; holder: LockHolder | null }

/** There is a moment in which the holder is written and cannot be read. */
const readTimeoutMs = 1000

/**
 * Tries to lock a file of its own, which is made for that. Fails with the error of SQLite where the file cannot be used.
 *
 * The file is a small SQLite database, because SQLite knows the locks of every system and of network disks: a transaction that has
 * begun to write keeps others from writing, and lets them read who holds it. On POSIX systems such a lock belongs to the process and
 * goes with the first descriptor of the file that the process closes, so nothing but this module may open the file.
 */
export function tryLock(file: string): LockAttempt {
  for (;;) {
    const attempt = tryOnce(file)
    if (attempt) return attempt
  }
}

/** Null when the former holder removed the file after this process opened it: locking that would keep nobody out. */
function tryOnce(file: string): LockAttempt | null {
  const database = new BetterSqlite3(file, { timeout: 0 })
  let isTaken = false
  try {
    // A journal beside the file could be taken for that of the next file of this name.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN IMMEDIATE')
    const token = writeHolder(database)
    // Whoever comes in between the two transactions is the holder.
    database.exec('BEGIN IMMEDIATE')
    if (findToken(file) !== token) return null
    isTaken = true
    return { status: 'taken', lock: { [Symbol.dispose]: () => release(file, database) } }
  } catch (error) {
    if (hasCode(error, 'SQLITE_BUSY')) return { status: 'held', holder: findHolder(file) }
    if (hasCode(error, 'SQLITE_READONLY_DBMOVED')) return null
    throw error
  } finally {
    if (!isTaken) database.close()
  }
}

/** Ends the transaction. Nobody else writes to the file, so it waits for readers at most. */
function writeHolder(database: BetterSqlite3.Database): string {
  const token = randomUUID()
  const host = hostname().replaceAll("'", "''")
  database.pragma(`busy_timeout = ${readTimeoutMs}`)
  // A view lies in the first page with the rest of the schema: one page is written, so that no kill leaves half of it.
  database.exec(`
    DROP VIEW IF EXISTS holder;
    CREATE VIEW holder AS SELECT ${process.pid} AS pid, '${host}' AS host, '${token}' AS token;
    COMMIT`)
  database.pragma('busy_timeout = 0')
  return token
}

const findHolder = (file: string) => read<LockHolder>(file, 'SELECT pid, host FROM holder')
const findToken = (file: string) => read<{ token: string }>(file, 'SELECT token FROM holder')?.token

/** Of the file that has the name now. Null when there is none, or nothing in it. */
function read<Row>(file: string, sql: string): Row | null {
  let database: BetterSqlite3.Database | undefined
  try {
    database = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: readTimeoutMs })
    return database.prepare<[], Row>(sql).get() ?? null
  } catch (error) {
    // Removed meanwhile, or not written to the end: there is nobody to name.
    if (error instanceof BetterSqlite3.SqliteError) return null
    throw error
  } finally {
    database?.close()
  }
}

function release(file: string, database: BetterSqlite3.Database): void {
  // Before the lock goes, or the file of the next holder would be removed. Windows removes no file that is open, and so not the next one's.
  if (process.platform !== 'win32') tryRemove(file)
  database.close()
  if (process.platform === 'win32') tryRemove(file)
}

function tryRemove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // The file alone locks nothing, and the next holder uses it again.
  }
}

/** Whether it is an error of SQLite with this code, or one of its extensions. */
function hasCode(error: unknown, code: string): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith(code)
}
