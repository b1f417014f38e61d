import { rm } from 'node:fs/promises'
import { type TrainLanguageModelOptions, trainLanguageModelOptions } from '#contracts/curation'
import { AppError } from '#contracts/errors'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { NgramProgress, NgramTrainingReport } from '#native'
import type { OpenProject } from '../../dataset/project/project.ts'
import type { JobContext, JobDefinition } from '../../jobs/job-definition.ts'
import { toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import { trainNgramFile } from '../../platform/ngram-model.ts'
import { makeTemporary, removeTemporary } from '../run/temporary-folder.ts'
import { checkModelFiles, trainingAttempt } from './check-model-files.ts'
import { readTrainingBatches } from './read-training-batches.ts'

/** What the training needs of the rest of the program. */
export interface LanguageModelSurroundings {
  /** The ids of the documents of the open project that a query matches, ascending. */
  select(query: string, signal: AbortSignal): Promise<Uint32Array>
  files: FileGuard
}

/** N-grams of three and more words that occur once say little and fill a model. As the step `perplexity` has it by default. */
const prune = [0, 0, 1]

/** The job that trains an n-gram model for use elsewhere. It begins anew when it is resumed: nothing is there before the model is complete. */
export function createTrainLanguageModelJob(
  surroundings: LanguageModelSurroundings,
): JobDefinition<TrainLanguageModelOptions, OpenProject> {
  return {
    kind: 'train-lm',
    unit: 'documents',
    claims: ['processor'],
    parameters: trainLanguageModelOptions,
    run: (context) => train(context, surroundings),
    tidy: async (_, project) => removeTemporary(project.folder),
  }
}

async function train(
  context: JobContext<TrainLanguageModelOptions, OpenProject>,
  { select, files }: LanguageModelSurroundings,
): Promise<string> {
  const { project, parameters, signal, log } = context
  const { query, file, arpaFile, order } = parameters
  await checkModelFiles(files, parameters)
  const ids = await select(query, signal)
  if (ids.length === 0) throw nothingToLearn(query)
  const temporaryFolder = await makeTemporary(project.folder)
  try {
    const report = await trainNgramFile({
      documents: readTrainingBatches(project, ids, context),
      outputFile: file,
      ...(arpaFile === null ? {} : { arpaFile }),
      ...{ temporaryFolder, order, prune: prune.slice(0, order), signal, onProgress: createStageLog(log) },
    })
    for (const warning of report.warnings) log(warning)
    return summarise(report, parameters)
  } catch (error) {
    throw toFileError(error, file, trainingAttempt)
  } finally {
    await rm(temporaryFolder, { recursive: true, force: true })
  }
}

function nothingToLearn(query: string): AppError<'ngram.training-failed'> {
  const reason = query === '' ? 'there are no documents' : `no document matches ${query}`
  return new AppError('ngram.training-failed', `The n-gram model could not be trained: ${reason}.`, { reason })
}

const stageWords: Record<NgramProgress['stage'], string> = {
  read: 'Reads the documents.',
  count: 'Counts n-grams.',
  adjust: 'Adjusts the counts.',
  estimate: 'Estimates probabilities.',
  interpolate: 'Interpolates them.',
  write: 'Writes the model.',
}

/** Says once when each stage begins. */
function createStageLog(log: (message: string) => void): (progress: NgramProgress) => void {
  const begun = new Set<NgramProgress['stage']>()
  return ({ stage }) => {
    if (begun.has(stage)) return
    begun.add(stage)
    log(stageWords[stage])
  }
}

/** The neutral document is none of the person's. */
function summarise(
  { documentCount, tokenCount, counts, modelBytes }: NgramTrainingReport,
  { file, arpaFile }: TrainLanguageModelOptions,
): string {
  const learned = `${formatPlural(documentCount - 1, 'document')} (${formatPlural(tokenCount, 'token')})`
  const ngrams = counts.reduce((sum, count) => sum + count, 0)
  const places = arpaFile === null ? file : `${file} and ${arpaFile}`
  return `Learned ${formatPlural(ngrams, 'n-gram')} from ${learned}, and wrote the model (${formatBytes(modelBytes)}) to ${places}.`
}
