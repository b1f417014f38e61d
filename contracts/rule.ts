import { z } from 'zod'

/** A value of the signal, or the one at a percentile (0 to 100) of the values that documents have. Null means no bound. */
export const bound = z.union([z.number(), z.strictObject({ percentile: z.number().min(0).max(100) })]).nullable()
export type RuleBound = z.infer<typeof bound>

/** Documents of any of these languages (names of Linguist) or with any of these extensions (with their dot, in any case). */
export const ruleScope = z.strictObject({
  languages: z.array(z.string()).default([]),
  extensions: z.array(z.string()).default([]),
})
export type RuleScope = z.infer<typeof ruleScope>

const scoped = {
  /** The only documents that the rule looks at; null for all. */
  only: ruleScope.nullable().default(null),
  /** Documents that it passes over. */
  except: ruleScope.nullable().default(null),
}

const boundPair = z.strictObject({ min: bound.default(null), max: bound.default(null) })

/**
 * A document is dropped when the signal is below `min` or above `max`. Bounds are inclusive: a value equal to one is kept. A document
 * without a value is never dropped.
 */
export const thresholdRule = z.object({
  rule: z.literal('threshold'),
  signal: z.string().min(1),
  min: bound.default(null),
  max: bound.default(null),
  /** Percentiles are taken of each language by itself. */
  byLanguage: z.boolean().default(false),
  /** Bounds of single languages, in place of `min` and `max`. */
  languages: z.record(z.string(), boundPair).default({}),
  ...scoped,
})
export type ThresholdRule = z.infer<typeof thresholdRule>

/** What documents can be told apart by without measuring them. */
export const categoryProperty = z.enum(['language', 'licence', 'licence-class', 'extension', 'source', 'repo'])

/** A document is dropped when its value is not in `keep`, is in `drop`, or has fewer bytes in the whole project than `minTotalBytes`. */
export const categoryRule = z.object({
  rule: z.literal('category'),
  property: categoryProperty,
  /** Null for all. Values are compared in any case; a document without one has the value `none`. */
  keep: z.array(z.string()).nullable().default(null),
  drop: z.array(z.string()).default([]),
  minTotalBytes: z.number().min(0).nullable().default(null),
  ...scoped,
})
export type CategoryRule = z.infer<typeof categoryRule>

/**
 * Which of a cluster is kept: the first of these that tells two apart decides, then the path, then the content. `licence` prefers permissive
 * ones, `stars` more, `path` shallow and short ones, `longest` more bytes.
 */
export const keepCriterion = z.enum(['licence', 'stars', 'path', 'longest'])

/** Of documents that the step found to be alike, all but one are dropped: of those that the rules before this one keep, the preferred. */
export const duplicateRule = z.object({
  rule: z.literal('duplicate'),
  /** `exact-duplicates` or `near-duplicates`. */
  step: z.string().min(1),
  /** Pairs below are not alike. */
  jaccard: z.number().min(0).max(1).default(0.85),
  keep: z.array(keepCriterion).default(['licence', 'stars', 'path', 'longest']),
  ...scoped,
})
export type DuplicateRule = z.infer<typeof duplicateRule>

/** What is done with a document in which a step found something: dropped; exported with placeholders in its place; or only marked. */
export const findingRule = z.object({
  rule: z.literal('finding'),
  step: z.string().min(1),
  /** Null for all types of the step. */
  types: z.array(z.string()).nullable().default(null),
  action: z.enum(['drop', 'mask', 'mark']).default('drop'),
  ...scoped,
})
export type FindingRule = z.infer<typeof findingRule>

/** Keeps the documents with the best scores. A document without one is kept. */
export const scoreRule = z.object({
  rule: z.literal('score'),
  signal: z.string().min(1).default('quality'),
  /** The lowest score that is kept; null for none. */
  min: z.number().nullable().default(null),
  /** The share of documents with a score (0 to 1) that is kept, best first; null for all. */
  keepShare: z.number().min(0).max(1).nullable().default(null),
  /** Shares are taken of each language by itself. */
  byLanguage: z.boolean().default(false),
  ...scoped,
})
export type ScoreRule = z.infer<typeof scoreRule>

/** The keys of a rule; what `findRuleProblems` says of them is checked apart. */
export const ruleKeys = z.discriminatedUnion('rule', [thresholdRule, categoryRule, duplicateRule, findingRule, scoreRule])
export type Rule = z.infer<typeof ruleKeys>

/** Decides from what steps produced. Changing one measures nothing anew. */
export const rule = ruleKeys.check((context) => {
  for (const { reason, path } of findRuleProblems(context.value)) {
    context.issues.push({ code: 'custom', input: context.value, message: reason, path })
  }
})

/** The most rules that a recipe has and that can be previewed: with one more, the count of a document's hits needs a second byte. */
export const maxRules = 255
export const rules = z.array(rule).max(maxRules)

/** What the types alone cannot say. */
export function findRuleProblems(value: Rule): { path: string[]; reason: string }[] {
  if (value.rule === 'score' && value.min !== null && value.keepShare !== null) {
    return [{ path: ['keepShare'], reason: 'a score is kept from a number on or by share, not both' }]
  }
  if (value.rule !== 'threshold') return []
  const pairs = [{ path: [] as string[], pair: value as { min: RuleBound; max: RuleBound } }]
  for (const [language, pair] of Object.entries(value.languages)) pairs.push({ path: ['languages', language], pair })
  return pairs.flatMap(({ path, pair: { min, max } }) => {
    const reason = describeCrossing(min, max)
    return reason === null ? [] : [{ path: [...path, 'min'], reason }]
  })
}

/** Thresholds on a signal that another one of the list cuts too, where neither says for which documents: one of them would do. */
export function findRepeatedThresholds(list: readonly Rule[]): { place: number; reason: string }[] {
  const seen = new Set<string>()
  return list.flatMap((value, place) => {
    if (value.rule !== 'threshold' || value.only !== null || value.except !== null) return []
    if (!seen.has(value.signal)) {
      seen.add(value.signal)
      return []
    }
    return [{ place, reason: `the signal "${value.signal}" has a threshold already; put both bounds into one rule` }]
  })
}

function describeCrossing(min: RuleBound, max: RuleBound): string | null {
  const isCrossed =
    (typeof min === 'number' && typeof max === 'number' && min > max) ||
    (min !== null && max !== null && typeof min !== 'number' && typeof max !== 'number' && min.percentile > max.percentile)
  if (!isCrossed) return null
  const words = (bound: RuleBound) => (typeof bound === 'object' ? `percentile ${bound?.percentile}` : bound)
  return `min ${words(min)} is above max ${words(max)}, so no document would be kept`
}
