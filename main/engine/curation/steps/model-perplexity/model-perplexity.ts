import { z } from 'zod'
import type { DocumentStep, DocumentStepRun, StepBatch, StepModel, StepOptions } from '../step.ts'
import {
  bitsPerByteName,
  modelSignals,
  perplexityName,
  toBitsPerByte,
  tokenCountName,
  tokenCountSignal,
  toPerplexity,
  toTokenCount,
} from './model-signals.ts'

const parameters = z.strictObject({
  max_tokens: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(8192)
    .describe('Tokens of a document that are scored at most, from its beginning on.'),
  window_tokens: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(1024)
    .describe('Tokens that the model sees at once; never more than it was trained for.'),
  stride_tokens: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(768)
    .describe('How far each window lies behind the one before it. The rest of a window is seen twice, and scored once.'),
})
type ModelPerplexityParameters = z.infer<typeof parameters>

/** Perplexity by the loaded model, over the whole document. The exact log-probabilities of all tokens, each given those before it. */
export const modelPerplexity: DocumentStep<ModelPerplexityParameters> = {
  scope: 'document',
  kind: 'model-perplexity',
  title: 'Model perplexity',
  description: 'How well the loaded model predicts the tokens of a document.',
  parameters,
  version: 2,
  costMsPerMb: 100_000,
  describe: () => ({ signals: [...modelSignals, tokenCountSignal] }),
  needs: () => ({ model: true }),
  open: openModelPerplexity,
}

async function openModelPerplexity(options: StepOptions<ModelPerplexityParameters>): Promise<DocumentStepRun> {
  const { max_tokens: maxTokens, window_tokens: windowTokens, stride_tokens: strideTokens } = options.parameters
  const model: StepModel | null = options.model ?? null
  if (!model) throw new Error('The step asks a model, and was opened without one.')
  return {
    async run(batch, signal) {
      const sizeOf = (place: number) => (batch.offsets[place + 1] as number) - (batch.offsets[place] as number)
      const scores = await model.score(decodeTexts(batch), { maxTokens, windowTokens, strideTokens }, signal)
      return {
        signals: {
          [perplexityName]: Float32Array.from(scores, toPerplexity),
          [bitsPerByteName]: Float32Array.from(scores, toBitsPerByte),
          [tokenCountName]: Float32Array.from(scores, (score, place) =>
            toTokenCount(score, { sizeBytes: sizeOf(place), maxTokens }),
          ),
        },
        problems: scores.flatMap((score, document) => (score.status === 'failed' ? [{ document, reason: score.reason }] : [])),
      }
    },
    async [Symbol.asyncDispose]() {},
  }
}

function decodeTexts({ bytes, offsets, languages }: StepBatch): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return languages.map((_, place) => decoder.decode(bytes.subarray(offsets[place], offsets[place + 1])))
}
