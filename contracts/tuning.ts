import { z } from 'zod'
import { documentRow } from './dataset.ts'
import { numberArray } from './number-array.ts'
import { procedure } from './procedure.ts'
import { rules } from './rule.ts'

export const scale = z.enum(['linear', 'log'])
export type Scale = z.infer<typeof scale>

/** The distribution of one signal over the whole project. */
export const signalRange = z.object({
  signal: z.string(),
  /** Over the documents that have a finite value; null when none has. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  median: z.number().nullable(),
  valueCount: z.number().int(),
  missingCount: z.number().int(),
  /** `log` when all values are positive and the median is under 5 % of the maximum. */
  suggestedScale: scale,
})
export type SignalRange = z.infer<typeof signalRange>

export const amount = z.object({ documents: z.number().int(), bytes: z.number() })
export type Amount = z.infer<typeof amount>

export const histogramRequest = z.object({
  signal: z.string(),
  bins: z.number().int().min(2).max(1000),
  scale,
  /** The part of the axis that is shown; null means all values. */
  range: z.object({ min: z.number(), max: z.number() }).nullable(),
})
export type HistogramRequest = z.infer<typeof histogramRequest>

/** Of one preview: more signals than a project has, and a second look at one. */
export const maxHistograms = 256

/** `edges` has one entry more than the counts; bin i holds edges[i] <= value < edges[i + 1], the last bin also its upper edge. */
export const histogram = z.object({
  signal: z.string(),
  scale,
  edges: numberArray('Float64Array'),
  /** Documents of the bin. */
  total: numberArray('Uint32Array'),
  /** Documents of the bin that every rule keeps. */
  kept: numberArray('Uint32Array'),
  below: z.number().int(),
  above: z.number().int(),
  missing: z.number().int(),
})
export type Histogram = z.infer<typeof histogram>

/** What one rule does, in the order of the rules. */
export const ruleEffect = z.object({
  /** The bounds that hold where no language has its own, as numbers; null without one. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Share of values (0 to 100) below `min`, and at or below `max`; null without that bound. */
  minPercentile: z.number().nullable(),
  maxPercentile: z.number().nullable(),
  /** Documents that it drops, whatever the others say. */
  dropped: amount,
  /** Documents that only it drops. */
  droppedAlone: amount,
  /** Documents that it drops and no rule before it does. */
  droppedFirst: amount,
  /** What it reads and the project lacks, as a sentence; such a rule drops nothing. */
  waitsFor: z.string().nullable(),
})
export type RuleEffect = z.infer<typeof ruleEffect>

/** A document next to a bound, with the places in the recipe of all rules that drop it; none when it is kept. */
export const boundaryRow = documentRow.extend({ droppedBy: z.array(z.number().int()) })
export type BoundaryRow = z.infer<typeof boundaryRow>

/** What there is of one language, and what every rule keeps of it. */
export const languageShare = z.object({ language: z.string(), whole: amount, kept: amount })
export type LanguageShare = z.infer<typeof languageShare>

export const preview = z.object({
  kept: amount,
  dropped: amount,
  effects: z.array(ruleEffect),
  /** Those asked for, in their order. */
  histograms: z.array(histogram),
  /** Of every language that has documents, the largest in bytes first; `none` stands for documents without one. */
  languages: z.array(languageShare),
  /** Nearest documents on either side of the bound, nearest first. One inside may still be dropped by another bound. */
  boundary: z.object({ inside: z.array(boundaryRow), outside: z.array(boundaryRow) }).nullable(),
})
export type Preview = z.infer<typeof preview>

export const previewRequest = z.object({
  rules,
  histograms: z.array(histogramRequest).max(maxHistograms),
  boundary: z.object({ signal: z.string(), bound: z.enum(['min', 'max']), limit: z.number().int().min(1).max(100) }).nullable(),
})
export type PreviewRequest = z.infer<typeof previewRequest>

/**
 * What rules would do, without changing anything. Made for one call per frame while a handle is dragged:
 * successive calls with rules that differ little touch only the documents between the old and the new bound.
 */
export const tuningContract = {
  ranges: procedure.output(z.array(signalRange)),
  preview: procedure.input(previewRequest).output(preview),
}
