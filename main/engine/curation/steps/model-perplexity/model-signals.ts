import type { TextScore } from '#contracts/inference'
import type { SignalWords } from '../step.ts'

export const perplexityName = 'model_perplexity'
export const bitsPerByteName = 'model_bits_per_byte'
export const tokenCountName = 'model_token_count'

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

/** What a step that reads documents to their end knows besides. */
export const tokenCountSignal: SignalWords = {
  name: tokenCountName,
  label: 'Model tokens',
  unit: 'tokens',
  description: 'Tokens that the model cuts the document into. Missing where the step did not read it to its end.',
}

/** The tokens of a text of so many bytes; NaN for one that was not read to its end, or has no score. */
export function toTokenCount(score: TextScore, { sizeBytes, maxTokens }: { sizeBytes: number; maxTokens: number }): number {
  if (score.status === 'failed') return Number.NaN
  // The first token is predicted, too, by models that see a begin token before it.
  const count = score.scoredBytes === sizeBytes ? score.scoredTokens : score.scoredTokens + 1
  return count < maxTokens ? count : Number.NaN
}
