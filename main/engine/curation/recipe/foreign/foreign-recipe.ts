import type { LeftOut, Recipe } from '#contracts/recipe'
import type { Rule, RuleBound, RuleScope, ThresholdRule } from '#contracts/rule'
import { readFileRule } from '../file-rule.ts'

/** A recipe of another program, as far as both know what it says. */
export interface ForeignRecipe {
  readonly recipe: Recipe
  readonly leftOut: readonly LeftOut[]
}

/** A threshold with numbers for every document: what others can say too. */
export function isPlain(rule: ThresholdRule): rule is ThresholdRule & { min: number | null; max: number | null } {
  const isScoped = rule.only !== null || rule.except !== null || Object.keys(rule.languages).length > 0
  const isNumber = (bound: RuleBound) => bound === null || typeof bound === 'number'
  return !isScoped && isNumber(rule.min) && isNumber(rule.max)
}

/** Adds a threshold; where the signal has one with numbers for the same documents already, both hold in one. */
export function addThreshold(
  rules: Rule[],
  { signal, only = null }: { signal: string; only?: RuleScope | null },
  { min = null, max = null }: { min?: number | null; max?: number | null },
): void {
  if (min === null && max === null) return
  const isSame = (rule: Rule): rule is ThresholdRule & { min: number | null; max: number | null } =>
    rule.rule === 'threshold' &&
    rule.signal === signal &&
    JSON.stringify(rule.only) === JSON.stringify(only) &&
    isPlain({ ...rule, only: null })
  const place = rules.findIndex(isSame)
  const before = rules[place]
  if (before === undefined || !isSame(before)) {
    rules.push({ ...(readFileRule({ rule: 'threshold', signal, min, max }) as ThresholdRule), only })
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

/** The first lines of what was converted: from what or for what, as a sentence without its end, and what was left out. */
export function writeHead(sentence: string, leftOut: readonly LeftOut[]): string {
  const lines = leftOut.map(({ what, reason }) => `# - ${what.replace(/\s+/g, ' ')}: ${reason}`)
  return [`# ${sentence.replace(/\s+/g, ' ')}.${lines.length > 0 ? ' Left out:' : ''}`, ...lines, ''].join('\n')
}

/** What a rule is called in a list of what was left out. */
export function nameRule(rule: Rule): string {
  if (rule.rule === 'category') return `category: ${rule.property}`
  if (rule.rule === 'threshold' || rule.rule === 'score') return `${rule.rule}: ${rule.signal}`
  return `${rule.rule}: ${rule.step}`
}
