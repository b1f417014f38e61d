import { statSync } from 'node:fs'
import { AppError } from '#contracts/errors'
import { toFileError } from '../../platform/file-error.ts'

/**
 * Remembers which file has the project's name now, while it is open. What comes back fails with `project.not-found` when the name stands for
 * another file, or for none: the system keeps the open one until it is closed, and then everything written to it is gone.
 */
export function watchPlace(folder: string, file: string): () => void {
  const opened = findIdentity(file)
  return () => {
    if (findIdentity(file) === opened) return
    const message = `${file} was moved, deleted or replaced while it was open, so nothing more is stored in it. Put it back, or close the project and open it where it is now.`
    throw new AppError('project.not-found', message, { folder })
  }
}

/** Null when there is no such file. */
function findIdentity(file: string): string | null {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
    return stats ? `${stats.dev}:${stats.ino}` : null
  } catch (error) {
    throw toFileError(error, file, 'Looking for the project')
  }
}
