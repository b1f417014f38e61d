import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type TrainLanguageModelOptions, trainLanguageModelOptions } from '#contracts/curation'
import { AppError } from '#contracts/errors'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { NgramProgress, NgramTrainingReport } from '#native'
import { createDocumentReader } from '../../dataset/documents/document-reader.ts'
import { getProjectFile } from '../../dataset/project/project-file.ts'
import type { WorkbenchJobContext, WorkbenchJobDefinition } from '../../jobs/job-definition.ts'
import { toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import { trainNgramFile } from '../../platform/ngram-model.ts'
import { openReadOnlyDatabase } from '../../platform/sqlite.ts'
import { checkModelFiles, trainingAttempt } from './check-model-files.ts'
import { readTrainingBatches } from './read-training-batches.ts'

/** What the training needs of the rest of the program. */
export interface LanguageModelSurroundings {
  /** The ids of the documents of a project that a query matches, ascending. Fails with `project.not-open` when another one is open, or none. */
  select(projectFolder: string, query: string, signal: AbortSignal): Promise<Uint32Array>
  files: FileGuard
  /** Where folders may be made for what does not outlive a job. */
  temporaryFolder: string
}

/** The folder of the project whose documents are learned from. */
const trainingParameters = trainLanguageModelOptions.extend({ projectFolder: z.string() })
export type TrainingParameters = z.infer<typeof trainingParameters>

/** N-grams of three and more words that occur once say little and fill a model. As the step `perplexity` has it by default. */
const prune = [0, 0, 1]

/**
 * The job that trains an n-gram model for use elsewhere. It begins anew when it is resumed: nothing is there before the model is complete.
 *
 * The project is only asked which documents match; they are read from its file, so it may be closed meanwhile. Documents are only ever added.
 */
export function createTrainLanguageModelJob(surroundings: LanguageModelSurroundings): WorkbenchJobDefinition<TrainingParameters> {
  return {
    kind: 'train-lm',
    unit: 'documents',
    claims: ['processor'],
    parameters: trainingParameters,
    run: (context) => train(context, surroundings),
    tidy: async (cursor) => removeFolder(z.string().nullable().parse(cursor)),
  }
}

async function train(
  context: WorkbenchJobContext<TrainingParameters>,
  { select, files, ...surroundings }: LanguageModelSurroundings,
): Promise<string> {
  const { cursor, parameters, signal, log } = context
  const { projectFolder, query, file, arpaFile, order } = parameters
  await removeFolder(z.string().nullable().parse(cursor))
  await checkModelFiles(files, parameters)
  const ids = await select(projectFolder, query, signal)
  if (ids.length === 0) throw nothingToLearn(query)
  await mkdir(surroundings.temporaryFolder, { recursive: true })
  const temporaryFolder = await mkdtemp(path.join(surroundings.temporaryFolder, 'train-lm-'))
  // Whoever finds this run interrupted removes it.
  context.saveCursor(temporaryFolder)
  const database = openReadOnlyDatabase(getProjectFile(projectFolder))
  try {
    const report = await trainNgramFile({
      documents: readTrainingBatches(createDocumentReader(database), ids, context),
      outputFile: file,
      ...(arpaFile === null ? {} : { arpaFile }),
      ...{ temporaryFolder, order, prune: prune.slice(0, order), signal, onProgress: createStageLog(log) },
    })
    for (const warning of report.warnings) log(warning)
    return summarise(report, parameters)
  } catch (error) {
    throw toFileError(error, file, trainingAttempt)
  } finally {
    database.close()
    await removeFolder(temporaryFolder)
  }
}

async function removeFolder(folder: string | null): Promise<void> {
  if (folder !== null) await rm(folder, { recursive: true, force: true })
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
