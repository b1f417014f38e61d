import { z } from 'zod'

const calibration = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('platt'), a: z.number(), b: z.number() }),
  z.object({ kind: z.literal('isotonic'), scores: z.array(z.number()), probabilities: z.array(z.number()) }),
])

/** What is known of a quality model: stored beside it. All measures are of examples that the model that scored them had not seen. */
export const qualityReport = z.object({
  /** Examples that are good, and those that are not. */
  positives: z.number().int(),
  negatives: z.number().int(),
  /** Contents that were among both, and so count for neither. */
  contradictions: z.number().int(),
  /** Parts of the examples, each scored by a model that learned from the others. */
  folds: z.number().int(),
  /** From the log-odds of the classifier to probabilities. */
  calibration,
  /** The chance that a good example scores above a bad one. */
  rocAuc: z.number(),
  /** Area under precision over recall. */
  averagePrecision: z.number(),
  /** Mean squared difference of probability and truth (Brier 1950), and what always saying the share of good ones would give. */
  brier: z.number(),
  brierOfShare: z.number(),
  /** Of the examples that score as high as the threshold or higher the share that is good, and the share of the good that is among them. */
  thresholds: z.array(z.object({ threshold: z.number(), precision: z.number().nullable(), recall: z.number() })),
})
export type QualityReport = z.infer<typeof qualityReport>
