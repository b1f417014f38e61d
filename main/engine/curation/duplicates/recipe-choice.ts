import type { KeepCriterion } from '#contracts/duplicates'
import { type DuplicateRule, duplicateRule, type Rule } from '#contracts/rule'
import type { Decisions } from '../../dataset/decisions.ts'
import type { DuplicateChoice } from './stored-duplicates.ts'

/** How the recipe chooses among the duplicates that a step found. */
export interface RecipeChoice {
  /** The rule that does, and its place in the recipe; null when there is none for the step. */
  readonly rule: { readonly place: number; readonly jaccard: number } | null
  readonly choice: DuplicateChoice & { readonly keep: readonly KeepCriterion[] }
  /** What the rules before it decide; null where there are none. */
  readonly before: Decisions | null
}

export interface RecipeRules {
  readonly rules: readonly Rule[]
  decide(rules: readonly Rule[]): Decisions
}

/**
 * The choice that the rule on the step makes, with `jaccard` in the place of its own cut: what it prefers, of the documents that the rules before
 * it keep. Of several rules the one with that cut, else the first. Without a rule nothing comes before, and criteria are the default ones.
 */
export function findRecipeChoice(
  { rules, decide }: RecipeRules,
  { step, jaccard, keep }: { step: string; jaccard: number; keep?: readonly KeepCriterion[] | undefined },
): RecipeChoice {
  const places = [...rules.keys()].filter((place) => isOn(rules[place] as Rule, step))
  const place = places.find((each) => (rules[each] as DuplicateRule).jaccard === jaccard) ?? places[0]
  const rule = place === undefined ? duplicateRule.parse({ rule: 'duplicate', step }) : (rules[place] as DuplicateRule)
  const earlier = rules.slice(0, place ?? 0)
  const before = earlier.length === 0 ? null : decide(earlier)
  return {
    rule: place === undefined ? null : { place, jaccard: rule.jaccard },
    // The key that the rule itself has, so that both are one choice.
    choice: {
      jaccard,
      keep: keep ?? rule.keep,
      before: before && { key: JSON.stringify(earlier), load: (signal) => before.kept(signal) },
    },
    before,
  }
}

function isOn(rule: Rule, step: string): boolean {
  return rule.rule === 'duplicate' && rule.step === step
}
