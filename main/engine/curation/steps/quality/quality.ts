import { readFile } from 'node:fs/promises'
import { type QualityReport, qualityReport } from '#contracts/quality'
import { type Classifier, openClassifier } from '#native'
import type { DocumentStep, StepBatch, StepOutput } from '../step.ts'
import { calibrateAll } from './calibration.ts'
import { joinSignals } from './join-signals.ts'
import { toLogOdds } from './log-odds.ts'
import { type QualityParameters, qualityParameters } from './quality-parameters.ts'
import { trainQuality } from './train-quality.ts'

/** How likely a document is one to keep, as a model sees it that was trained on examples in the project. */
export const quality: DocumentStep<QualityParameters> = {
  scope: 'document',
  kind: 'quality',
  title: 'Quality model',
  description: 'Trains a classifier on examples of good and bad documents, and scores every document with it.',
  parameters: qualityParameters,
  version: 1,
  costMsPerMb: 60,
  describe: () => ({
    signals: [
      {
        name: 'quality',
        label: 'Quality',
        unit: 'probability',
        description: 'How likely a person would keep the document, from 0 to 1, as the quality model was calibrated.',
      },
      {
        name: 'quality_uncertainty',
        label: 'Uncertainty of the quality',
        unit: 'fraction',
        description: 'How unsure the quality model is: 1 at a quality of one half, 0 at 0 and at 1.',
      },
    ],
  }),
  needs: ({ signals }) => ({ signals }),
  prepare: trainQuality,
  async open({ parameters: { signals }, prepared }) {
    const model = await openClassifier(getFile(prepared, 'model'))
    const report = qualityReport.parse(JSON.parse(await readFile(getFile(prepared, 'report'), 'utf8')))
    return {
      run: (batch, signal) => score(batch, { model, report, signals, signal }),
      [Symbol.asyncDispose]: async () => model.close(),
    }
  },
}

interface Scoring {
  readonly model: Classifier
  readonly report: QualityReport
  readonly signals: readonly string[]
  readonly signal: AbortSignal
}

async function score(batch: StepBatch, { model, report, signals, signal }: Scoring): Promise<StepOutput> {
  const rows = signals.length === 0 ? undefined : joinSignals(batch, signals)
  const scores = toLogOdds(await model.predict(batch, rows, { signal }))
  const probabilities = calibrateAll(report.calibration, scores)
  return {
    signals: {
      quality: probabilities,
      quality_uncertainty: probabilities.map((probability) => 1 - Math.abs(2 * probability - 1)),
    },
  }
}

function getFile(prepared: Readonly<Record<string, string>>, name: string): string {
  const file = prepared[name]
  if (file === undefined) throw new Error(`The quality model has no file "${name}".`)
  return file
}
