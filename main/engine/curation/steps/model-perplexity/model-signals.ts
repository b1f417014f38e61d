import type { TextScore } from '#contracts/inference'
import type { SignalWords } from '../step.ts'

export const perplexityName = 'model_perplexity'
export const bitsPerByteName = 'model_bits_per_byte'

/** What a model that reads text says of a document. */
export const modelSignals: readonly [SignalWords, SignalWords] = [
  {
    name: perplexityName,
    label: 'Model perplexity',
    unit: 'perplexity',
    description: 'How surprised the model is by a token of the document on average. High in garbage, low in boilerplate.',
  },
  {
    name: bitsPerByteName,
    label: 'Model bits per byte',
    unit: 'bits per byte',
    description: 'Bits that the model needs for a byte of the document. Like perplexity, but comparable between models.',
  },
]

/** exp of the mean negative log-probability of a token; NaN for a text without a score. */
export function toPerplexity(score: TextScore): number {
  return score.status === 'scored' ? Math.exp(-score.logProbability / score.scoredTokens) : Number.NaN
}

/** Independent of how the model cuts text into tokens, so it can be compared between models. NaN for a text without a score. */
export function toBitsPerByte(score: TextScore): number {
  if (score.status === 'failed' || score.scoredBytes === 0) return Number.NaN
  return -score.logProbability / Math.LN2 / score.scoredBytes
}
