import type { Rule, RuleBound, ThresholdRule } from '#contracts/rule'
import type { RuleEffect } from '#contracts/tuning'
import type { Bound } from '../../charts/cut-handle-logic.ts'

/** The two handles of a signal, as numbers; null without a bound. */
export interface Cut {
  signal: string
  min: number | null
  max: number | null
}

/**
 * The threshold that the handles of a signal move: one on all documents. Thresholds that say for which documents they are do not move with
 * them.
 */
function findHandled(rules: readonly Rule[], signal: string): { rule: ThresholdRule; place: number } | null {
  const place = findHandledPlace(rules, signal)
  const rule = rules[place]
  return rule?.rule === 'threshold' ? { rule, place } : null
}

/**
 * Where the handles of a signal stand; nowhere when the recipe has no threshold on it. A percentile stands at the value that the engine found
 * for it, and nowhere before it has.
 */
export function cutOf(rules: readonly Rule[], signal: string, effects?: readonly RuleEffect[]): Cut {
  const handled = findHandled(rules, signal)
  if (!handled) return { signal, min: null, max: null }
  const { rule, place } = handled
  const found = effects?.[place]
  return { signal, min: toNumber(rule.min, found?.min), max: toNumber(rule.max, found?.max) }
}

function toNumber(bound: RuleBound, found: number | null | undefined): number | null {
  return typeof bound === 'object' && bound !== null ? (found ?? null) : bound
}

/**
 * The rules with one bound of a signal changed. The order of the recipe is kept, a new threshold comes last, and one that says nothing any
 * more is taken out. A bound that would pass the other one stops at it, so that the threshold stays possible and the other one unchanged.
 */
export function withBound(
  rules: readonly Rule[],
  change: { signal: string; bound: Bound; value: number | null; effects?: readonly RuleEffect[] | undefined },
): Rule[] {
  const { signal, bound, effects } = change
  const handled = findHandled(rules, signal)
  const before = handled?.rule ?? createThreshold(signal)
  const other = cutOf(rules, signal, effects)[bound === 'min' ? 'max' : 'min']
  const after = { ...before, [bound]: stopAt(other, bound, change.value) }
  const saysNothing = after.min === null && after.max === null && Object.keys(after.languages).length === 0
  if (!handled) return saysNothing ? [...rules] : [...rules, after]
  return rules.flatMap((rule, place) => (place !== handled.place ? rule : saysNothing ? [] : after))
}

function stopAt(other: number | null, bound: Bound, value: number | null): number | null {
  if (value === null || other === null) return value
  return bound === 'min' ? Math.min(value, other) : Math.max(value, other)
}

function createThreshold(signal: string): ThresholdRule {
  return { rule: 'threshold', signal, min: null, max: null, byLanguage: false, languages: {}, only: null, except: null }
}

/** The place of the threshold that the handles of a signal move; -1 without one. */
export function findHandledPlace(rules: readonly Rule[], signal: string): number {
  return rules.findIndex(
    (rule) => rule.rule === 'threshold' && rule.signal === signal && rule.only === null && rule.except === null,
  )
}

/** The rules without the one at a place. */
export function withoutRule(rules: readonly Rule[], place: number): Rule[] {
  return rules.filter((_, other) => other !== place)
}

/** Whether two lists are the same rules in the same order. */
export function areSameRules(a: readonly Rule[], b: readonly Rule[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The bound whose neighbours are listed: the one that was touched last if it is set, else the other, else none. */
export function boundaryBound(cut: Cut, touched: Bound | null): Bound | null {
  if (touched !== null && cut[touched] !== null) return touched
  if (cut.max !== null) return 'max'
  return cut.min !== null ? 'min' : null
}
