import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { systemPath } from '../../platform/byte-path.ts'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import { readFlags } from '../../platform/regular-file.ts'
import { type ByteText, toByteText } from './byte-text.ts'

/** Windows has no such flag. */
const noFollow = constants.O_NOFOLLOW ?? 0
/** Git reads no larger file of rules. */
const maxBytes = 100 * 1024 * 1024
/** Not there, a folder, or a link where none is followed: to git all of these are no rules. */
const noRules = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'])

/**
 * The rules in a file, empty when there is none. A link among the files of a tree (`isOfTree`) is not followed, as git does not: it could lead
 * anywhere.
 */
export async function readRuleFile(
  file: string,
  { isOfTree = false, onProblem }: { isOfTree?: boolean; onProblem: (file: string, reason: string) => void },
): Promise<ByteText> {
  try {
    await using handle = await open(systemPath(file), readFlags | (isOfTree ? noFollow : 0))
    const stats = await handle.stat()
    return stats.isFile() && stats.size <= maxBytes ? toByteText(await handle.readFile()) : ''
  } catch (error) {
    if (noRules.has(findSystemCode(error) ?? '')) return ''
    const failure = toFileError(error, file, 'Reading the ignore rules')
    if (failure === error) throw error
    onProblem(file, failure instanceof Error ? failure.message : String(failure))
    return ''
  }
}
