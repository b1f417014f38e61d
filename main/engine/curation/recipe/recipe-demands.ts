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

/** The rules that come before the first one that reads any of this; all of them where none does. */
export function listRulesBefore({ rules }: Recipe, { signals, steps }: WantedResults): Rule[] {
  const reads = (rule: Rule) =>
    listSteps(rule).some((step) => steps.includes(step)) || listSignals(rule).some((signal) => signals.includes(signal))
  const place = rules.findIndex(reads)
  return place < 0 ? rules : rules.slice(0, place)
}

function listSignals(rule: Rule): string[] {
  return 'signal' in rule ? [rule.signal] : []
}

function listSteps(rule: Rule): string[] {
  return 'step' in rule ? [rule.step] : []
}
