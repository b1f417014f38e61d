import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#contracts/errors'
import type { PrepareContext } from '../step.ts'
import { bringModel } from './bring-model.ts'
import { measureContrast } from './contrast.ts'
import { type ModelPlan, type ModelSet, planName } from './model-plan.ts'
import { openModelScorer } from './model-scorer.ts'
import type { PerplexityParameters } from './perplexity-parameters.ts'
import { trainModels } from './train-models.ts'
import { createTrainingText, type TrainingText } from './training-text.ts'

type Context = PrepareContext<PerplexityParameters>
type Prepared = { set: ModelSet; files: Record<string, string> }

/** Trains or imports the models, and measures what their perplexities are compared with. */
export async function prepareModels(context: Context): Promise<Record<string, string>> {
  const { parameters, folder, signal } = context
  await mkdir(context.temporaryFolder, { recursive: true })
  const temporary = await mkdtemp(join(context.temporaryFolder, 'perplexity-'))
  try {
    const { noisy } = parameters
    // Documents are needed to train on, and as the sample that perplexities are compared with.
    const text =
      parameters.model === null || noisy ? await gatherText(context, parameters.train.query, join(temporary, 'clean')) : null
    const noisyText = noisy?.query != null ? await gatherText(context, noisy.query, join(temporary, 'noisy')) : null
    const clean = await makeModels({ ...context, temporaryFolder: temporary }, { name: 'clean', file: parameters.model, text })
    const bad =
      noisy &&
      (await makeModels({ ...context, temporaryFolder: temporary }, { name: 'noisy', file: noisy.model, text: noisyText }))
    const files = { ...clean.files, ...bad?.files }
    const texts = [text, noisyText].filter((each) => each !== null)
    const contrast = bad && (await compareModels({ clean: clean.set, noisy: bad.set, files }, texts, signal))
    const plan: ModelPlan = { version: 1, clean: clean.set, noisy: bad?.set ?? null, contrast }
    const planFile = join(folder, 'plan.json')
    await writeFile(planFile, `${JSON.stringify(plan, null, 2)}\n`)
    context.progress(1)
    return { ...files, [planName]: planFile }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function gatherText(context: Context, query: string, folder: string): Promise<TrainingText> {
  await mkdir(folder)
  const text = createTrainingText(folder)
  for await (const batch of context.selectDocuments(query)) await text.add(batch, context.signal)
  if (text.languages.size === 0) {
    const reason = query === '' ? 'there are no documents' : `no document matches ${query}`
    throw new AppError('ngram.training-failed', `The n-gram model could not be trained: ${reason}.`, { reason })
  }
  return text
}

interface Origin {
  readonly name: 'clean' | 'noisy'
  readonly file: string | null
  readonly text: TrainingText | null
}

function makeModels(context: Context, { name, file, text }: Origin): Promise<Prepared> {
  const { parameters, signal, folder, temporaryFolder, memoryBytes, log } = context
  const common = { name, folder, temporaryFolder, memoryBytes, signal, log }
  if (file !== null) {
    return bringModel({ ...common, file, tokens: parameters.model_tokens, structure: parameters.train.structure })
  }
  if (!text) throw new Error('A model that is trained needs text.')
  const [from, to] = parameters.noisy ? (name === 'clean' ? [0.05, 0.5] : [0.5, 0.9]) : [0.05, 1]
  const progress = (fraction: number) => context.progress(from + fraction * (to - from))
  return trainModels({ ...common, text, parameters: parameters.train, progress })
}

async function compareModels(
  { clean, noisy, files }: { clean: ModelSet; noisy: ModelSet; files: Record<string, string> },
  texts: readonly TrainingText[],
  signal: AbortSignal,
): Promise<ModelPlan['contrast']> {
  const scorers = { clean: openModelScorer(clean, files), noisy: openModelScorer(noisy, files) }
  try {
    return await measureContrast(scorers, texts, signal)
  } finally {
    scorers.clean.close()
    scorers.noisy.close()
  }
}
