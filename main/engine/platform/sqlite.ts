import { rmSync, statSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contracts/errors'

declare const access: unique symbol

/** A connection that may only read: what needs no more takes this. */
export type ReadableDatabase = Pick<BetterSqlite3.Database, 'prepare' | 'pragma' | 'close'> & {
  readonly [access]: 'read' | 'write'
}

/** The connection that writes. There is one for each project, held by the engine. */
export type WritableDatabase = BetterSqlite3.Database & { readonly [access]: 'write' }

const busyTimeoutMs = 5000

/** Opens a database for writing, and makes it when it is missing. The caller closes it. */
export function openDatabase(file: string): WritableDatabase {
  const database = new BetterSqlite3(file, { timeout: busyTimeoutMs }) as WritableDatabase
  try {
    return configure(database)
  } catch (error) {
    // A file that is no database.
    database.close()
    throw error
  }
}

function configure(database: WritableDatabase): WritableDatabase {
  // In WAL mode NORMAL can lose the last commits when the machine loses power, and never damages the file.
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  // A checkpoint waits for the disk: one for every 16 MiB written instead of every 8.
  database.pragma('wal_autocheckpoint = 2048')
  database.pragma('cache_size = -65536')
  return database
}

/** Opens a database that another connection writes. */
export function openReadOnlyDatabase(file: string, timeoutMs = busyTimeoutMs): ReadableDatabase {
  const database: unknown = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: timeoutMs })
  return database as ReadableDatabase
}

/** Whether a write-ahead log lies beside the database: a killed process left it, and it holds what the file does not hold yet. */
export function hasUnwrittenLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/**
 * Looks into a database without a trace: nothing is written to the file, and files that SQLite puts beside it go again. Only a left-over
 * log stays indexed. The caller sees to it that nobody else has the database open.
 */
export function inspectDatabase(file: string, look: (database: ReadableDatabase) => void): void {
  const hadLog = hasUnwrittenLog(file)
  try {
    const database = openReadOnlyDatabase(file)
    try {
      look(database)
    } finally {
      database.close()
    }
  } finally {
    // A read-only connection leaves both behind, the log empty.
    if (!hadLog) for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  }
}

/** Turns an error of SQLite into an expected error where it is one; anything else is given back as it is. */
export function toSqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error
  const { code, message } = error
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new AppError(
      'project.corrupt',
      `${file} is damaged (${message}). Restore it from a copy, or create a new project and import again.`,
      { file, reason: message },
      { cause: error },
    )
  }
  if (/^SQLITE_FULL/.test(code)) {
    return new AppError(
      'file.failed',
      `${file} was not changed: the disk is full. Free some space and try again.`,
      { file, systemCode: 'ENOSPC' },
      { cause: error },
    )
  }
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) {
    return new AppError(
      'file.failed',
      `${file} is in use by another program (${code}). Close it there and try again.`,
      { file, systemCode: code },
      { cause: error },
    )
  }
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|PERM|NOLFS|AUTH|NOMEM|TOOBIG)/.test(code)) {
    return new AppError(
      'file.failed',
      `${file} cannot be read or written: ${message} (${code}). Check free space and permissions.`,
      { file, systemCode: code },
      { cause: error },
    )
  }
  return error
}

/** The number that whoever wrote a database keeps in it: how many migrations it has had. */
export function readUserVersion(database: ReadableDatabase): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** The version of SQLite that is built in. */
export function getSqliteVersion(): string {
  const database = new BetterSqlite3(':memory:')
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    database.close()
  }
}
