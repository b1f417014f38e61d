import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { TrainedModel } from '#contracts/curation'
import { formatPlural } from '#contracts/format-quantity'
import type { OpenProject } from '../../dataset/project/project.ts'
import { systemPath } from '../../platform/byte-path.ts'
import { readQualityModel } from '../read-quality-model.ts'
import { getStepFolder } from '../run/step-folder.ts'
import { createStepStore, type StoredStep } from '../run/step-store.ts'
import { perplexity } from '../steps/perplexity/perplexity.ts'
import { perplexityParameters } from '../steps/perplexity/perplexity-parameters.ts'
import { exampleQueries } from '../steps/quality/example-queries.ts'
import { quality } from '../steps/quality/quality.ts'
import { qualityParameters } from '../steps/quality/quality-parameters.ts'

type Project = Pick<OpenProject, 'database' | 'folder'>

/** What was trained in the project, and what was brought along for its steps. Files that are gone are left out. */
export async function listTrainedModels(project: Project): Promise<TrainedModel[]> {
  return (await Promise.all([listQuality(project), listNgram(project), listBrought(project)])).flat()
}

async function listQuality(project: Project): Promise<TrainedModel[]> {
  const stored = findStep(project, quality.kind)
  const model = stored && (await readQualityModel(project))
  const parameters = qualityParameters.safeParse(model?.parameters)
  if (!stored || !model || !parameters.success) return []
  const { positives, negatives } = model.report
  const { positive, negative } = exampleQueries(parameters.data)
  const trainedOn = `${formatPlural(positives, 'document')} that match ${positive}, and ${negatives} that match ${negative}`
  return describe({ kind: 'quality', name: 'Quality model', trainedOn, step: stored.kind }, listOwnFiles(project, stored))
}

async function listNgram(project: Project): Promise<TrainedModel[]> {
  const stored = findStep(project, perplexity.kind)
  const parameters = perplexityParameters.safeParse(stored?.config.parameters)
  if (!stored || !parameters.success) return []
  const { model, train, noisy } = parameters.data
  const parts = [
    model === null ? describeQuery(train.query) : `imported from ${model}`,
    noisy && (noisy.query === null ? `imported from ${noisy.model}` : `against ${describeQuery(noisy.query)}`),
  ]
  const trainedOn = parts.filter(Boolean).join(', ')
  const files = listOwnFiles(project, stored)
  const count = files.filter((file) => file.endsWith('.ngram')).length
  return count === 0
    ? []
    : describe({ kind: 'ngram', name: formatPlural(count, 'n-gram model'), trainedOn, step: stored.kind }, files)
}

/** Files of a person that the step takes. */
async function listBrought(project: Project): Promise<TrainedModel[]> {
  const parameters = perplexityParameters.safeParse(findStep(project, perplexity.kind)?.config.parameters)
  if (!parameters.success) return []
  const { model, noisy } = parameters.data
  const files = [model, noisy?.model ?? null].filter((file) => file !== null)
  const lists = files.map((file) =>
    describe({ kind: toKind(file), name: path.basename(file), trainedOn: 'brought along for the step perplexity', step: null }, [
      file,
    ]),
  )
  return (await Promise.all(lists)).flat()
}

function findStep({ database }: Project, wanted: string) {
  return createStepStore(database)
    .list()
    .find(({ kind }) => kind === wanted)
}

/** Files below the folder of the step; others belong to the person. */
function listOwnFiles({ folder }: Project, stored: StoredStep): string[] {
  const { fromStored } = getStepFolder(folder, stored)
  return Object.values(stored.prepared ?? {})
    .filter((file) => !path.isAbsolute(file))
    .map(fromStored)
}

type Words = Pick<TrainedModel, 'kind' | 'name' | 'trainedOn' | 'step'>

/** One model of some files, of which the first is named; none when that is gone. */
async function describe(words: Words, files: readonly string[]): Promise<TrainedModel[]> {
  const found = await Promise.all(files.map((file) => stat(systemPath(file)).catch(() => null)))
  const [file, first] = [files[0], found[0]]
  if (file === undefined || !first) return []
  const sizeBytes = found.reduce((sum, each) => sum + (each?.size ?? 0), 0)
  return [{ ...words, file, sizeBytes, trainedAt: first.mtimeMs }]
}

function describeQuery(query: string): string {
  return query === '' ? 'all documents' : `documents that match ${query}`
}

function toKind(file: string): 'arpa' | 'ngram' {
  return /\.arpa(\.gz)?$/i.test(file) ? 'arpa' : 'ngram'
}
