import { accessSync, constants, readdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#contracts/errors'
import { toFileError } from '../../platform/file-error.ts'
import { toSqliteFailure } from '../../platform/sqlite.ts'
import { type FileLock, type LockAttempt, type LockHolder, tryLock } from '../../platform/sqlite-lock.ts'

/** The name of the lock in a project's folder; there while the project is open, and after a process that was killed. */
export const lockName = 'project.sqlite-lock'

/** What the lock was in versions that told by process ids whether its holder is alive. Nobody asks it any more. */
const formerLock = /^project\.lock(\.(stale-)?[0-9a-f-]{36})?$/

/**
 * Keeps other processes out of a project's folder until it is disposed or the process ends. Fails with `project.locked`, or with
 * `file.failed` where the folder cannot be written to.
 */
export function lockProject(folder: string): FileLock {
  const attempt = attemptLock(folder)
  if (attempt.status === 'held') throw locked(folder, attempt.holder)
  removeFormerLocks(folder)
  return attempt.lock
}

function attemptLock(folder: string): LockAttempt {
  const file = join(folder, lockName)
  try {
    return tryLock(file)
  } catch (error) {
    const failure = toSqliteFailure(error, file)
    if (failure instanceof AppError && failure.code === 'project.corrupt') throw unusable(file, error)
    // SQLite says only that the file cannot be opened; the folder says why.
    checkWritable(folder)
    throw failure
  }
}

function checkWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw toFileError(error, folder, 'Locking the project')
  }
}

function removeFormerLocks(folder: string): void {
  for (const name of readdirSync(folder)) if (formerLock.test(name)) rmSync(join(folder, name), { force: true })
}

function locked(folder: string, holder: LockHolder | null): AppError {
  const isHere = holder?.host === hostname()
  const who = holder ? `process ${holder.pid}${isHere ? '' : ` on ${holder.host}`}` : 'another process'
  return new AppError(
    'project.locked',
    `The project ${folder} is open in ${who}. Close it there. If that is not possible, end that process: the lock ends with it.`,
    { folder, pid: holder?.pid ?? null },
  )
}

function unusable(file: string, cause: unknown): AppError {
  return new AppError(
    'file.failed',
    `The project cannot be locked: ${file} is damaged. Delete it if no other program has the project open, and try again.`,
    { file, systemCode: 'SQLITE_CORRUPT' },
    { cause },
  )
}
