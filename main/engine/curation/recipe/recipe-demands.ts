import type { Recipe } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import type { WantedResults } from '../run/plan-steps.ts'
import type { RecipeDemands } from '../run/start-curate-job.ts'
import { parseRecipe } from './recipe-yaml.ts'

/** What a recipe measures, and what its rules read. Fails with `recipe.invalid`. */
export function readDemands(text: string): RecipeDemands {
  return listDemands(parseRecipe(text))
}

export function listDemands({ name, score, steps, rules }: Recipe): RecipeDemands {
  return {
    name,
    listed: steps.map(({ step, ...parameters }) => ({ kind: step, parameters })),
    wanted: { signals: rules.flatMap(listSignals), steps: rules.flatMap(listSteps) },
    scoreAll: score === 'all',
  }
}

/** The rules that come before the first one that reads any of `readers`, all of them where none does; without those that read `unfinished`. */
export function listRulesBefore({ rules }: Recipe, readers: WantedResults, unfinished: WantedResults): Rule[] {
  const place = rules.findIndex((rule) => readsAny(rule, readers))
  return rules.slice(0, place < 0 ? rules.length : place).filter((rule) => !readsAny(rule, unfinished))
}

function readsAny(rule: Rule, { signals, steps }: WantedResults): boolean {
  return listSteps(rule).some((step) => steps.includes(step)) || listSignals(rule).some((signal) => signals.includes(signal))
}

function listSignals(rule: Rule): string[] {
  return 'signal' in rule ? [rule.signal] : []
}

function listSteps(rule: Rule): string[] {
  return 'step' in rule ? [rule.step] : []
}
