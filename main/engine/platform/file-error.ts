import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#contracts/errors'
import { systemPath } from './byte-path.ts'
import { describeKind } from './regular-file.ts'

/**
 * Turns an error of the file system into an expected one: `file.not-found` or `file.failed`. Anything else comes back as it is.
 *
 * `attempt` says what was tried, as in "Opening the folder".
 */
export function toFileError(error: unknown, file: string, attempt: string): unknown {
  const systemCode = findSystemCode(error)
  if (systemCode === undefined) return error
  const noFolder = describeNoFolder(file, systemCode)
  if (noFolder !== null) {
    return new AppError('file.failed', `${attempt} failed: ${noFolder}.`, { file, systemCode: 'ENOTDIR' }, { cause: error })
  }
  if (systemCode === 'ENOENT') {
    return new AppError('file.not-found', `${attempt} failed: ${file} does not exist.`, { file }, { cause: error })
  }
  const reason = reasons[systemCode] ?? `The system answered ${systemCode}.`
  return new AppError('file.failed', `${attempt} failed: ${file}. ${reason}`, { file, systemCode }, { cause: error })
}

/**
 * What stands in a path where a folder would have to, as in "/a/file.txt is a file, not a folder"; null when that is not why the system
 * refused. Windows says of a path below a file only that there is nothing.
 */
export function describeNoFolder(file: string, systemCode: string): string | null {
  if (systemCode !== 'ENOTDIR' && systemCode !== 'ENOENT') return null
  for (let place = systemCode === 'ENOTDIR' ? file : dirname(file); ; place = dirname(place)) {
    const stats = findStats(place)
    if (stats) return stats.isDirectory() ? null : `${place} is ${describeKind(stats)}, not a folder`
    if (dirname(place) === place) return null
  }
}

function findStats(place: string) {
  try {
    return statSync(systemPath(place), { throwIfNoEntry: false })
  } catch {
    // Whatever keeps it from being looked at, the error that is being explained names it.
    return undefined
  }
}

/** The same for writing a file, which need not be there: where something is missing, it is its folder. */
export function toSaveError(error: unknown, file: string, attempt: string): unknown {
  return toFileError(error, findSystemCode(error) === 'ENOENT' ? dirname(file) : file, attempt)
}

/** The same for a call of which no more is known than the error says. Anything that is no error of the system comes back as it is. */
export function toSystemFailure(error: unknown): unknown {
  const named = error instanceof Error && 'path' in error ? error.path : undefined
  return toFileError(error, typeof named === 'string' ? named : 'a file', 'Reading or writing')
}

/** The operating system's name of an error, such as `ENOENT`; undefined for any other error. */
export function findSystemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const reasons: Record<string, string> = {
  EACCES: 'You may not read or change it; check its permissions.',
  EPERM: 'The system does not permit this; check its owner and permissions.',
  EROFS: 'The disk is mounted read-only.',
  ENOTDIR: 'It, or a part of its path, is a file, and a folder was expected.',
  EISDIR: 'It is a folder, and a file was expected.',
  EFTYPE: 'It is a device or a pipe, and a file was expected.',
  ENOSPC: 'The disk is full; free some space and try again.',
  EDQUOT: 'Your disk quota is used up; free some space and try again.',
  EFBIG: 'Files on that disk may not be as large as this; choose another disk.',
  EMFILE: 'Too many files are open; try again.',
  ENAMETOOLONG: 'The name is too long for this file system.',
  ELOOP: 'Symbolic links lead in a circle.',
  EBUSY: 'Another program is using it; close it there and try again.',
}
