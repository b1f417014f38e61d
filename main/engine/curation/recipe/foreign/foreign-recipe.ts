import type { Recipe } from '#contracts/recipe'
import type { Rule, RuleBound, ThresholdRule } from '#contracts/rule'
import { readFileRule } from '../file-rule.ts'

/** Something that one program says and the other cannot. */
export interface LeftOut {
  /** As it stands in the file, or as the rule is called. */
  readonly what: string
  readonly reason: string
}

/** A recipe of another program, as far as both know what it says. */
export interface ForeignRecipe {
  readonly recipe: Recipe
  readonly leftOut: readonly LeftOut[]
}

/** A recipe written for another program. */
export interface ForeignText {
  readonly text: string
  readonly leftOut: readonly LeftOut[]
}

/** A threshold with numbers for every document: what others can say too. */
export function isPlain(rule: ThresholdRule): rule is ThresholdRule & { min: number | null; max: number | null } {
  const isScoped = rule.only !== null || rule.except !== null || Object.keys(rule.languages).length > 0
  const isNumber = (bound: RuleBound) => bound === null || typeof bound === 'number'
  return !isScoped && isNumber(rule.min) && isNumber(rule.max)
}

/** Adds a threshold; where the signal has a plain one already, both hold in one. */
export function addThreshold(
  rules: Rule[],
  signal: string,
  { min = null, max = null }: { min?: number | null; max?: number | null },
): void {
  if (min === null && max === null) return
  const place = rules.findIndex((rule) => rule.rule === 'threshold' && rule.signal === signal && isPlain(rule))
  const before = rules[place]
  if (before?.rule !== 'threshold' || !isPlain(before)) {
    rules.push(readFileRule({ rule: 'threshold', signal, min, max }))
    return
  }
  const highest = [before.min, min].filter((bound) => bound !== null)
  const lowest = [before.max, max].filter((bound) => bound !== null)
  rules[place] = {
    ...before,
    min: highest.length > 0 ? Math.max(...highest) : null,
    max: lowest.length > 0 ? Math.min(...lowest) : null,
  }
}

/** What a rule is called in a list of what was left out. */
export function nameRule(rule: Rule): string {
  if (rule.rule === 'category') return `category: ${rule.property}`
  if (rule.rule === 'threshold' || rule.rule === 'score') return `${rule.rule}: ${rule.signal}`
  return `${rule.rule}: ${rule.step}`
}
