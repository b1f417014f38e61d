import { z } from 'zod'
import { documentId } from './dataset.ts'
import { numberArray } from './number-array.ts'

export const tokenScoresRequest = z.object({
  documentId,
  /** `model`: the loaded model; `ngram`: the n-gram models that the step `perplexity` last made in the project. */
  from: z.enum(['model', 'ngram']),
})
export type TokenScoresRequest = z.infer<typeof tokenScoresRequest>

/** How much each token of a document surprised a model. Entry `i` of every array is one token; tokens of nothing are left out. */
export const tokenScores = z.object({
  /** What scored: the name of the model. */
  scorer: z.string(),
  /** UTF-16 units of the text as `dataset.sample` gives it, ascending and not overlapping; `ends` are not included. */
  starts: numberArray('Uint32Array'),
  ends: numberArray('Uint32Array'),
  /** Negative log2-probability of the token after those before it. */
  bits: numberArray('Float32Array'),
  /** Words of the n-gram that gave the probability, 0 for a word that the model does not know; null for a model that has no n-grams. */
  matchedLengths: numberArray('Uint8Array').nullable(),
  /** Where scoring ended, in UTF-16 units: before the end of the text when that is long. */
  scoredTo: z.number().int(),
})
export type TokenScores = z.infer<typeof tokenScores>
