import { findRealPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'

/** The file of an input, with links followed. `attempt` begins the message of the error when it is not there. */
export async function locateFile(path: string, attempt: string): Promise<string> {
  return findRealPath(path).catch((error: unknown) => {
    throw toFileError(error, path, attempt)
  })
}
