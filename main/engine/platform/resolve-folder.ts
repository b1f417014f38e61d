import { stat } from 'node:fs/promises'
import { AppError } from '#contracts/errors'
import { findRealPath, systemPath } from './byte-path.ts'
import { toFileError } from './file-error.ts'
import { describeKind } from './regular-file.ts'

/** The folder as it is imported: without links on the way. Fails with `file.not-found`, `file.failed` or `input.invalid`. */
export async function resolveFolder(folder: string): Promise<string> {
  const real = await findRealPath(folder).catch((error) => {
    throw toFileError(error, folder, 'Importing the folder')
  })
  const stats = await stat(systemPath(real))
  if (stats.isDirectory()) return real
  const reason = `it is ${describeKind(stats)}`
  throw new AppError('input.invalid', `${folder} cannot be imported as a folder: ${reason}.`, { field: 'folder', reason })
}
