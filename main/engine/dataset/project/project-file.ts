import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#contracts/errors'
import { toFileError } from '../../platform/file-error.ts'
import { readFlags, refuseIrregular } from '../../platform/regular-file.ts'
import {
  hasUnwrittenLog,
  inspectDatabase,
  openDatabase,
  readUserVersion,
  toSqliteFailure,
  type WritableDatabase,
} from '../../platform/sqlite.ts'
import { migrate, schemaVersion } from '../migrations/migrate.ts'

/** `CSWB`: marks an SQLite file as a project. */
const applicationId = 0x43535742
const headerLength = 100
/** Up to this size a whole file is checked before it is opened: it takes well under a second. */
const fullCheckBytes = 64 * 1024 * 1024

export function getProjectFile(folder: string): string {
  return join(folder, 'project.sqlite')
}

/**
 * Whether a file of this name in a project's folder belongs to its database, would be taken for a part of it, or for a lock of an
 * earlier version, which opening removes. File systems may take no note of upper and lower case, of dots and blanks at the end, and of
 * what follows a colon.
 */
export function isProjectFileName(name: string): boolean {
  return /^project\.(?:search\.sqlite|sqlite|lock)($|[-.: ])/i.test(name.normalize('NFKC'))
}

/** Makes the database of a new project. The caller holds the lock and has seen that there is none. */
export function createProjectFile(file: string, name: string): void {
  // Made under another name: a project file that exists is a whole one, also when the process is killed here.
  const unfinished = `${file}.new`
  removeDatabase(unfinished)
  fillProjectFile(unfinished, name)
  renameSync(unfinished, file)
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}

function fillProjectFile(file: string, name: string): void {
  const database = openDatabase(file)
  try {
    // Larger pages suit texts of some kilobytes. It has to be set before the first table.
    database.pragma('page_size = 8192')
    database.pragma(`application_id = ${applicationId}`)
    migrate(database)
    database.prepare('INSERT INTO project (id, name, created_at, revision) VALUES (1, ?, ?, 0)').run(name, Date.now())
    // Last, so that the identity above stands in the file itself and not in a log beside it.
    database.pragma('journal_mode = WAL')
  } catch (error) {
    throw toSqliteFailure(error, file)
  } finally {
    database.close()
  }
}

/**
 * Opens the database of a project for writing and brings it up to date. The caller holds the lock.
 *
 * Nothing is written before it is known to be a sound project of a version that this program knows: `project.corrupt` and
 * `project.too-new` leave the file as it is, byte for byte.
 */
export function openProjectFile(file: string): WritableDatabase {
  checkHeader(file)
  checkContent(file)
  let database: WritableDatabase | undefined
  try {
    database = openDatabase(file)
    database.pragma('journal_mode = WAL')
    migrate(database)
    return database
  } catch (error) {
    database?.close()
    throw toSqliteFailure(error, file)
  }
}

/** The header is read without SQLite, which would index a left-over log at once. https://www.sqlite.org/fileformat.html#the_database_header */
function checkHeader(file: string): void {
  const header = readHeader(file)
  if (header.length < headerLength || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw corrupt(file, 'it is not an SQLite file')
  }
  if (header.readUInt32BE(68) !== applicationId) throw corrupt(file, 'it is an SQLite file of another program')
  checkVersion(file, header.readInt32BE(60))
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const isCountValid = header.readUInt32BE(24) === header.readUInt32BE(92)
  const expectedBytes = header.readUInt32BE(28) * pageBytes
  // With a log beside it, pages at the end may not have reached the file yet.
  if (isCountValid && !hasUnwrittenLog(file) && statSync(file).size < expectedBytes) {
    throw corrupt(file, `it was cut off: it has ${statSync(file).size} of ${expectedBytes} bytes`)
  }
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(headerLength)
  try {
    const descriptor = openSync(file, readFlags)
    try {
      refuseIrregular(fstatSync(descriptor), file)
      return header.subarray(0, readSync(descriptor, header, 0, headerLength, 0))
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw toFileError(error, file, 'Opening the project')
  }
}

function checkContent(file: string): void {
  try {
    inspectDatabase(file, (database) => {
      checkVersion(file, readUserVersion(database))
      const isSmall = statSync(file).size <= fullCheckBytes
      // In a large file the small tables are checked; damage elsewhere is found when it is read.
      const checks = isSmall ? ['quick_check'] : ['project', 'source', 'signal', 'job'].map((table) => `quick_check('${table}')`)
      for (const check of checks) {
        const finding = database.pragma(check, { simple: true })
        if (finding !== 'ok') throw corrupt(file, String(finding))
      }
      if (database.prepare('SELECT 1 FROM project').get() === undefined) throw corrupt(file, 'it names no project')
    })
  } catch (error) {
    throw toSqliteFailure(error, file)
  }
}

function checkVersion(file: string, version: number): void {
  if (version <= schemaVersion) return
  throw new AppError(
    'project.too-new',
    `${file} was written by a newer version of this program (format ${version}, known up to ${schemaVersion}). Update the program to open it.`,
    { file, version, supported: schemaVersion },
  )
}

function corrupt(file: string, reason: string): AppError {
  return new AppError('project.corrupt', `${file} cannot be opened as a project: ${reason}. It was left as it is.`, {
    file,
    reason,
  })
}
