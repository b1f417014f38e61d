import path from 'node:path'
import type { TrainLanguageModelOptions } from '#contracts/curation'
import { AppError } from '#contracts/errors'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { FileContent } from '../../platform/file-kind.ts'

export const trainingAttempt = 'Training a language model'

/** Finds out what would make the training fail at its end, or destroy something. */
export async function checkModelFiles(
  files: FileGuard,
  { file, arpaFile }: Pick<TrainLanguageModelOptions, 'file' | 'arpaFile'>,
): Promise<void> {
  const request = { attempt: trainingAttempt, replace: null }
  await files.checkWrite({ ...request, file, writes: 'a language model', isSameKind: isNgramModel })
  if (arpaFile === null) return
  await files.checkWrite({ ...request, file: arpaFile, writes: 'an ARPA file', isSameKind: isArpa })
  if (path.resolve(arpaFile) !== path.resolve(file)) return
  const reason = 'the model itself is written there'
  throw new AppError('input.invalid', `${trainingAttempt} failed: ${arpaFile} cannot be the ARPA file, because ${reason}.`, {
    field: 'arpaFile',
    reason,
  })
}

function isNgramModel({ start }: FileContent): boolean {
  return start.toString('latin1', 0, 8) === 'CSNGRAM\x1a'
}

function isArpa({ kind, start }: FileContent): boolean {
  return kind === 'text' && start.toString('latin1').trimStart().startsWith('\\data\\')
}
