import { join } from 'node:path'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { DocumentBatch } from '#native'
import { trainNgramFile } from '../../../platform/ngram-model.ts'
import type { ModelSet } from './model-plan.ts'
import { makeNeutralDocument } from './neutral-document.ts'
import type { TrainParameters } from './perplexity-parameters.ts'
import type { Amount, TextChoice, TrainingText } from './training-text.ts'

export interface TrainingRun {
  /** What the names of the models begin with. */
  readonly name: string
  readonly text: TrainingText
  readonly parameters: TrainParameters
  readonly folder: string
  readonly temporaryFolder: string
  readonly memoryBytes: number
  readonly signal: AbortSignal
  progress(fraction: number): void
  log(message: string): void
}

/** Fewer megabytes than training may take are asked of a run with little memory. */
const MIN_MEMORY_BYTES = 64 << 20

/** Trains the general models and those of single languages, one after the other: each takes all processors for its sorting. */
export async function trainModels(run: TrainingRun): Promise<{ set: ModelSet; files: Record<string, string> }> {
  const { text, parameters } = run
  const files: Record<string, string> = {}
  const languages = findOwnLanguages(run)
  const total = languages.reduce((sum, [, { bytes }]) => sum + bytes, sumAmounts(text).bytes)
  let done = 0

  const train = async (name: string, chosen: readonly string[], amount: Amount): Promise<string[]> => {
    const halves = parameters.held_out && !amount.halves.includes(0) ? ([0, 1] as const) : ([null] as const)
    const names: string[] = []
    for (const half of halves) {
      const model = `${run.name}-${name}${half === null ? '' : `-${half}`}`
      files[model] = join(run.folder, `${model}.ngram`)
      const share = Math.min(1, (parameters.max_mb * 1e6 * halves.length) / Math.max(1, amount.bytes))
      await trainModel(run, files[model], { languages: chosen, half, share })
      done += amount.bytes / halves.length
      run.progress(done / Math.max(1, total))
      names.push(model)
    }
    return names
  }

  const set: ModelSet = { general: await train('general', [...text.languages.keys()], sumAmounts(text)), languages: {} }
  for (const [index, [language, amount]] of languages.entries()) {
    set.languages[language] = await train(`language-${index}`, [language], amount)
  }
  return { set, files }
}

/** The languages that have text enough for models of their own, by name. Of a single language the general models are. */
function findOwnLanguages({ text, parameters }: TrainingRun): [string, Amount][] {
  if (!parameters.per_language || text.languages.size === 1) return []
  const isEnough = ({ bytes, halves }: Amount) =>
    bytes >= parameters.min_language_mb * 1e6 && (!parameters.held_out || !halves.includes(0))
  return [...text.languages].filter(([, amount]) => isEnough(amount)).sort(([a], [b]) => (a < b ? -1 : 1))
}

function sumAmounts({ languages }: TrainingText): Amount {
  const sum = { documents: 0, bytes: 0, halves: [0, 0] as [number, number] }
  for (const { documents, bytes, halves } of languages.values()) {
    sum.documents += documents
    sum.bytes += bytes
    sum.halves[0] += halves[0]
    sum.halves[1] += halves[1]
  }
  return sum
}

async function trainModel(run: TrainingRun, outputFile: string, choice: TextChoice): Promise<void> {
  const { order, prune, structure } = run.parameters
  const report = await trainNgramFile({
    documents: readDocuments(run, choice),
    outputFile,
    temporaryFolder: run.temporaryFolder,
    order,
    prune: prune.slice(0, order),
    structure,
    tokens: 'code',
    memoryBytes: Math.max(MIN_MEMORY_BYTES, Math.floor(run.memoryBytes / 2)),
    signal: run.signal,
  })
  const about = [...choice.languages].length === 1 ? [...choice.languages].join() : 'all languages'
  const part = choice.half === null ? 'of' : 'of one half of'
  run.log(
    `Trained an n-gram model ${part} ${about}: ${formatPlural(report.documentCount - 1, 'document')}, ${formatPlural(report.tokenCount, 'token')}, ${formatBytes(report.modelBytes)}.`,
  )
  for (const warning of report.warnings) run.log(warning)
}

async function* readDocuments({ text, signal }: TrainingRun, choice: TextChoice): AsyncGenerator<DocumentBatch> {
  for await (const { bytes, offsets } of text.read(choice, signal)) yield { bytes, offsets }
  yield makeNeutralDocument()
}
