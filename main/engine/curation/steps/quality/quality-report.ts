import { z } from 'zod'

const calibration = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('platt'), a: z.number(), b: z.number() }),
  z.object({ kind: z.literal('isotonic'), scores: z.array(z.number()), probabilities: z.array(z.number()) }),
])

/** What is known of a quality model: stored beside it. All measures are of examples that the scoring model had not seen. */
export const qualityReport = z.object({
  positives: z.number().int(),
  negatives: z.number().int(),
  /** Examples that were in both sets, and so in neither. */
  contradictions: z.number().int(),
  folds: z.number().int(),
  calibration,
  /** The chance that a good example scores above a bad one. */
  rocAuc: z.number(),
  /** Area under precision over recall. */
  averagePrecision: z.number(),
  /** Mean squared difference of probability and truth (Brier 1950), and what always saying the share of good ones would give. */
  brier: z.number(),
  brierOfShare: z.number(),
  /** For thresholds from 0 to 1: of the examples scored as high or higher the share that is good, and the share of the good that is among them. */
  thresholds: z.array(z.object({ threshold: z.number(), precision: z.number().nullable(), recall: z.number() })),
})
export type QualityReport = z.infer<typeof qualityReport>
