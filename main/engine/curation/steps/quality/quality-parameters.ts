import { z } from 'zod'

export const qualityParameters = z
  .strictObject({
    labels: z
      .enum(['labels', 'ratings', 'queries'])
      .default('labels')
      .describe(
        'What the model learns from: `labels` the documents that people labelled keep or drop; `ratings` those that the loaded model rated, `min_rating` points or more being good; `queries` those that `positive` and `negative` match.',
      ),
    min_rating: z
      .number()
      .min(0)
      .max(5)
      .default(3)
      .describe(
        'With `ratings`: what has so many points or more is good (`model_rating`), what has fewer is not. FineWeb-Edu keeps 3 and more.',
      ),
    positive: z.string().default('').describe('With `queries`: a query for documents that are good, as in the query bar.'),
    negative: z.string().default('').describe('With `queries`: a query for documents that are not.'),
    signals: z
      .array(z.string().min(1))
      .max(64)
      .default([])
      .describe('Signals that the model looks at beside the text; a missing value counts as the mean.'),
    max_examples: z
      .int()
      .min(20)
      .max(1_000_000)
      .default(20_000)
      .describe(
        'Documents of each kind to learn from at most, chosen evenly by their content. Documents with the same content count once.',
      ),
    max_document_bytes: z
      .int()
      .min(256)
      .max(1_048_576)
      .default(16_384)
      .describe('How much of each document the model reads, from its start.'),
    epochs: z.int().min(1).max(1000).default(20).describe('How often the model sees each example.'),
    folds: z
      .int()
      .min(2)
      .max(20)
      .default(5)
      .describe('Parts of the examples: the quality of the model is measured on each part by a model that did not see it.'),
    seed: z.int().min(0).max(0xffff_ffff).default(0).describe('Chooses the first weights and the order of the examples.'),
  })
  .check(({ value, issues }) => {
    if (value.labels !== 'queries') return
    for (const key of ['positive', 'negative'] as const) {
      if (value[key].trim() !== '') continue
      issues.push({ code: 'custom', input: value, path: [key], message: `\`labels: queries\` needs a ${key} query` })
    }
  })
export type QualityParameters = z.infer<typeof qualityParameters>
