import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, isAppError } from '#contracts/errors'
import { formatPlural } from '#contracts/format-quantity'
import type { QualityReport } from '#contracts/quality'
import type { PrepareContext } from '../step.ts'
import { calibrateAll, fitIsotonic, fitPlatt } from './calibration.ts'
import { collectExamples, type Example, type LabelledExample } from './collect-examples.ts'
import { crossValidate } from './cross-validate.ts'
import { exampleQueries } from './example-queries.ts'
import { measureScores } from './measure-scores.ts'
import type { QualityParameters } from './quality-parameters.ts'
import { trainOn } from './train-on.ts'

/** With fewer examples of either kind nothing can be said of the model. */
const leastExamples = 10
/** From so many on the curve of the calibration is taken from the examples as it is; below, a logistic one has fewer ways to be wrong. */
const isotonicFrom = 1000

/** Trains the model of the step `quality`, measures it on examples that it has not seen, and calibrates it by them. */
export async function trainQuality(context: PrepareContext<QualityParameters>): Promise<Record<string, string>> {
  const { parameters, folder, signal, progress, log } = context
  const { examples, contradictions } = await collectBoth(context)
  progress(0.2)
  const folds = Math.min(parameters.folds, ...[0, 1].map((label) => countLabel(examples, label)))
  const options = { ...context, folds, onFold: (done: number) => progress(0.2 + (0.65 * done) / folds) }
  const scores = await crossValidate(examples, options)
  const labels = examples.map(({ label }) => label)
  const calibration = (examples.length < isotonicFrom ? fitPlatt : fitIsotonic)({ scores, labels })
  const probabilities = calibrateAll(calibration, scores)
  const [negatives, positives] = [countLabel(examples, 0), countLabel(examples, 1)]
  const report: QualityReport = {
    positives,
    negatives,
    contradictions,
    folds,
    calibration,
    ...measureScores({ probabilities, labels }),
  }
  const model = path.join(folder, 'quality.model')
  await trainOn(examples, { ...context, file: model })
  signal.throwIfAborted()
  const reportFile = path.join(folder, 'quality.json')
  await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`)
  log(describeReport(report))
  return { model, report: reportFile }
}

/** A quarter of the memory is for each kind of examples, and half for the model. */
async function collectBoth({ parameters, memoryBytes, signal, selectDocuments }: PrepareContext<QualityParameters>) {
  const { positive: positiveQuery, negative: negativeQuery, advice } = exampleQueries(parameters)
  const options = {
    signals: parameters.signals,
    maxExamples: parameters.max_examples,
    maxDocumentBytes: parameters.max_document_bytes,
    memoryBytes: memoryBytes / 4,
    signal,
  }
  const positives = await collectExamples(selectDocuments(positiveQuery), options).catch((error: unknown) => {
    throw parameters.labels === 'ratings' && isAppError(error, 'query.invalid') ? noRatings(error) : error
  })
  const negatives = await collectExamples(selectDocuments(negativeQuery), options)
  const bad = new Set(negatives.map(({ hash }) => hash))
  const contradicted = new Set(positives.map(({ hash }) => hash).filter((hash) => bad.has(hash)))
  const label = (list: readonly Example[], value: number): LabelledExample[] =>
    list.filter(({ hash }) => !contradicted.has(hash)).map((example) => ({ ...example, label: value }))
  const [good, others] = [label(positives, 1), label(negatives, 0)]
  refuseFew(good.length, { query: positiveQuery, kind: 'good', advice })
  refuseFew(others.length, { query: negativeQuery, kind: 'bad', advice })
  return { examples: [...good, ...others].sort((a, b) => a.hash - b.hash), contradictions: contradicted.size }
}

function refuseFew(count: number, { query, kind, advice }: { query: string; kind: string; advice: string }): void {
  if (count >= leastExamples) return
  const reason = `${formatPlural(count, `${kind} document`)} with different contents match “${query}”; at least ${leastExamples} are needed`
  throw new AppError('input.invalid', `Training the quality model failed: ${reason}. ${advice}`, { field: 'quality', reason })
}

/** Without a rating there is no such signal, so the query cannot be read. */
function noRatings(cause: unknown): AppError<'input.invalid'> {
  const reason = 'no document has a rating'
  const message = `Training the quality model failed: ${reason}. Let the loaded model rate a sample first (Rate documents… in Data, or codeshell rate).`
  return new AppError('input.invalid', message, { field: 'labels', reason }, { cause })
}

function countLabel(examples: readonly LabelledExample[], label: number): number {
  return examples.filter((example) => example.label === label).length
}

function describeReport({ positives, negatives, rocAuc, folds, thresholds }: QualityReport): string {
  const half = thresholds.find(({ threshold }) => threshold === 0.5)
  const percent = (share: number | null | undefined) => (typeof share === 'number' ? `${Math.round(100 * share)} %` : 'none')
  return (
    `Quality model: learned from ${formatPlural(positives, 'good document')} and ${negatives} bad. On examples that it had not seen ` +
    `(${folds} folds) a good one scores above a bad one in ${percent(rocAuc)} of cases; at a quality of 0.5, ${percent(half?.precision)} of ` +
    `what is kept is good, and ${percent(half?.recall)} of the good is kept.`
  )
}
