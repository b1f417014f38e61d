import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contracts/errors'
import { findTextPath } from './byte-path.ts'
import { openReadOnlyDatabase, type ReadableDatabase } from './sqlite.ts'

/** Another program may hold a lock for as long as it writes; whoever asks is waiting. */
const busyTimeoutMs = 1000

/**
 * A database that is not ours, open for reading; nothing of it is changed. Fails with `import.unreadable` for what is none or is damaged, and
 * with `file.failed` when another program does not let it be read. So does `readForeign` whatever happens while it is read.
 */
export function openForeignDatabase(file: string): ReadableDatabase {
  return readForeign(file, () => {
    const text = findTextPath(file)
    if (text === null) throw unreadable(file, 'SQLite takes no path that is not UTF-8')
    const database = openReadOnlyDatabase(text, busyTimeoutMs)
    try {
      // Nothing is read of a file before something is asked.
      database.pragma('schema_version')
    } catch (error) {
      database.close()
      throw error
    }
    return database
  })
}

export function readForeign<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw toForeignFailure(error, file)
  }
}

function toForeignFailure(error: unknown, file: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error
  const { code, message } = error
  if (/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(code)) {
    const words = `${file} cannot be imported now: another program is writing to it (${code}). Close it there and try again.`
    return new AppError('file.failed', words, { file, systemCode: code }, { cause: error })
  }
  if (/^SQLITE_(?:CANTOPEN|IOERR|PERM|AUTH|READONLY)/.test(code)) {
    const words = `${file} cannot be read: ${message} (${code}). Check that it is there and its permissions.`
    return new AppError('file.failed', words, { file, systemCode: code }, { cause: error })
  }
  return unreadable(file, message, error)
}

function unreadable(file: string, reason: string, cause?: unknown): AppError<'import.unreadable'> {
  return new AppError('import.unreadable', `${file} cannot be imported: ${reason}.`, { file, reason }, { cause })
}
