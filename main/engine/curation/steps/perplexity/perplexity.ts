import { ngramScoreColumns } from '#native'
import type { DocumentStep, DocumentStepRun, SignalWords, StepBatch, StepOptions, StepOutput } from '../step.ts'
import { findContrast, findLogPerplexity, findSpreads } from './contrast.ts'
import { readModelPlan } from './model-plan.ts'
import { openModelScorer } from './model-scorer.ts'
import { type PerplexityParameters, perplexityParameters } from './perplexity-parameters.ts'
import { prepareModels } from './prepare-models.ts'

const signals: readonly SignalWords[] = [
  {
    name: 'ngram_perplexity',
    label: 'N-gram perplexity',
    unit: 'perplexity',
    description: 'How surprised an n-gram model is by a token of the document on average. High in garbage, low in boilerplate.',
  },
  {
    name: 'ngram_bits_per_byte',
    label: 'N-gram bits per byte',
    unit: 'bits per byte',
    description:
      'Bits that the n-gram model needs for all tokens, for each byte of the document. Low where a file repeats itself.',
  },
  {
    name: 'ngram_unknown_fraction',
    label: 'Unknown tokens',
    unit: 'share',
    description: 'Share of the tokens that the n-gram model has never seen.',
  },
]

const contrastSignal: SignalWords = {
  name: 'ngram_perplexity_contrast',
  label: 'Perplexity contrast',
  unit: 'standard deviations',
  description:
    'Standardised perplexity of the clean model less that of the noisy one. Below 0 the document is more like the clean documents, above it more like the noisy ones.',
}

/** Perplexity by n-gram models that are trained on chosen documents of the project, or brought along in a file. */
export const perplexity: DocumentStep<PerplexityParameters> = {
  scope: 'document',
  kind: 'perplexity',
  title: 'N-gram perplexity',
  description: 'How well n-gram models, trained on chosen documents or brought along, predict the tokens of a document.',
  parameters: perplexityParameters,
  version: 1,
  costMsPerMb: 60,
  describe: ({ noisy }) => ({ signals: noisy ? [...signals, contrastSignal] : signals }),
  needs: ({ model, noisy }) => ({ files: [model, noisy?.model ?? null].filter((file) => file !== null) }),
  prepare: prepareModels,
  open: openPerplexity,
}

async function openPerplexity({ prepared }: StepOptions<PerplexityParameters>): Promise<DocumentStepRun> {
  const plan = await readModelPlan(prepared)
  const clean = openModelScorer(plan.clean, prepared)
  const noisy = plan.noisy && openModelScorer(plan.noisy, prepared)

  function contrast(batch: StepBatch, rows: Float64Array, noisyRows: Float64Array): Float32Array {
    return Float32Array.from(batch.languages, (language, place) => {
      const spreads = findSpreads(plan, language)
      if (!spreads) return Number.NaN
      return findContrast(spreads, { clean: findLogPerplexity(rows, place), noisy: findLogPerplexity(noisyRows, place) })
    })
  }

  return {
    async run(batch, signal) {
      const rows = await clean.score(batch, signal)
      const output = toOutput(batch, rows)
      if (!noisy) return output
      const values = contrast(batch, rows, await noisy.score(batch, signal))
      for (const { document } of output.problems) values[document] = Number.NaN
      return { ...output, signals: { ...output.signals, ngram_perplexity_contrast: values } }
    },
    async [Symbol.asyncDispose]() {
      clean.close()
      noisy?.close()
    },
  }
}

/** An empty document has no values: of its only token, the end, nothing can be said. */
function toOutput(batch: StepBatch, rows: Float64Array): StepOutput & Required<Pick<StepOutput, 'problems'>> {
  const count = batch.languages.length
  const isEmpty = (place: number) => batch.offsets[place] === batch.offsets[place + 1]
  const column = (name: (typeof ngramScoreColumns)[number]) => {
    const at = ngramScoreColumns.indexOf(name)
    const value = (place: number) => (isEmpty(place) ? Number.NaN : (rows[place * ngramScoreColumns.length + at] as number))
    return Float32Array.from({ length: count }, (_, place) => value(place))
  }
  const empty = Array.from({ length: count }, (_, document) => document).filter(isEmpty)
  return {
    signals: {
      ngram_perplexity: column('perplexity'),
      ngram_bits_per_byte: column('bits_per_byte'),
      ngram_unknown_fraction: column('unknown_fraction'),
    },
    problems: empty.map((document) => ({ document, reason: 'The text is empty.' })),
  }
}
