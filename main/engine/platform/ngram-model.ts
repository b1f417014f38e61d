import { AppError } from '#contracts/errors'
import {
  type ArpaImportReport,
  type ImportArpaOptions,
  importArpa,
  type NgramModel,
  NgramModelError,
  type NgramTrainingReport,
  openNgramModel,
  type TrainNgramModelOptions,
  trainNgramModel,
} from '#native'

/** Fails with `ngram.invalid-model`. */
export function openNgramFile(file: string): NgramModel {
  try {
    return openNgramModel(file)
  } catch (error) {
    throw toInvalidModel(error, file)
  }
}

/** Fails with `ngram.invalid-model`, which names the line, and with the signal's reason. */
export async function importArpaFile(options: ImportArpaOptions): Promise<ArpaImportReport> {
  try {
    return await importArpa(options)
  } catch (error) {
    throw toInvalidModel(error, options.arpaFile)
  }
}

/** Fails with `ngram.training-failed`, and with the signal's reason. */
export async function trainNgramFile(options: TrainNgramModelOptions): Promise<NgramTrainingReport> {
  try {
    return await trainNgramModel(options)
  } catch (error) {
    if (!(error instanceof NgramModelError)) throw error
    const { message: reason } = error
    throw new AppError('ngram.training-failed', `The n-gram model could not be trained: ${reason}.`, { reason }, { cause: error })
  }
}

function toInvalidModel(error: unknown, file: string): unknown {
  if (!(error instanceof NgramModelError)) return error
  const { message: reason } = error
  const subject = reason.includes(file) ? 'The n-gram model' : `The n-gram model ${file}`
  return new AppError('ngram.invalid-model', `${subject} cannot be used: ${reason}.`, { file, reason }, { cause: error })
}
