import { z } from 'zod'

const train = z.strictObject({
  query: z
    .string()
    .default('')
    .describe('The documents to train on, in the words of the query bar: label:keep, stars>=100, source:name. Empty for all.'),
  order: z.int().min(1).max(6).default(5).describe('Words of the longest n-grams.'),
  prune: z
    .array(z.int().min(0))
    .max(6)
    .default([0, 0, 1])
    .refine((thresholds) => thresholds.every((threshold, index) => threshold >= (thresholds[index - 1] ?? 0)), {
      error: 'a threshold is never smaller than the one before it',
    })
    .describe(
      'N-grams that occur at most so often are left out: a number for each length from 1 on, the last for all longer ones.',
    ),
  structure: z
    .enum(['probing', 'trie'])
    .default('probing')
    .describe('How a model is stored: probing is fast, trie takes a third of the memory.'),
  per_language: z
    .boolean()
    .default(true)
    .describe('A model for each language with enough text, and a general one for the others.'),
  min_language_mb: z
    .number()
    .min(0)
    .default(1)
    .describe('Megabytes of training text that a language needs for a model of its own.'),
  max_mb: z
    .number()
    .positive()
    .default(1000)
    .describe('Megabytes that one model is trained on at most; of more, documents are taken by the hash of their contents.'),
  held_out: z
    .boolean()
    .default(true)
    .describe(
      'Trains two models, each on one half of the documents, and scores each document with the one that has not seen it.',
    ),
})
export type TrainParameters = z.infer<typeof train>

const noisy = z
  .strictObject({
    query: z.string().nullable().default(null).describe('Documents of the kind that is not wanted: label:drop.'),
    model: z.string().nullable().default(null).describe('A model of such documents in a file instead.'),
  })
  .refine(({ query, model }) => (query === null) !== (model === null), { error: 'has either a query or a model' })

export const perplexityParameters = z.strictObject({
  train: train.prefault({}).describe('What the models are trained on, and how.'),
  model: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'A model in a file instead: an ARPA file of any tool, plain or gzipped, or a model of this program. Absolute path.',
    ),
  model_tokens: z
    .enum(['words', 'code'])
    .default('words')
    .describe(
      'What the words of an ARPA file are: words between blanks, as KenLM has them, or the tokens of code of this program.',
    ),
  noisy: noisy
    .nullable()
    .default(null)
    .describe('A second model, of documents that are not wanted. Gives the difference of the two standardised perplexities.'),
})
export type PerplexityParameters = z.infer<typeof perplexityParameters>
