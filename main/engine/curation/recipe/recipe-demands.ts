import type { Recipe } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import type { RecipeDemands } from '../run/start-curate-job.ts'
import type { StepProducts } from '../steps/step.ts'
import { parseRecipe } from './recipe-yaml.ts'

/** What a recipe measures, and what its rules read. Fails with `recipe.invalid`. */
export function readDemands(text: string): RecipeDemands {
  const { name, score, steps, rules } = parseRecipe(text)
  return {
    name,
    listed: steps.map(({ step, ...parameters }) => ({ kind: step, parameters })),
    wanted: { signals: rules.flatMap(listSignals), steps: rules.flatMap(listSteps) },
    scoreAll: score === 'all',
  }
}

/** The rules that come before the first one that reads what the step gives; all of them where none does. */
export function listRulesBefore({ rules }: Recipe, step: { kind: string; products: StepProducts }): Rule[] {
  const given = new Set(step.products.signals.map(({ name }) => name))
  const reads = (rule: Rule) => listSteps(rule).includes(step.kind) || listSignals(rule).some((signal) => given.has(signal))
  const place = rules.findIndex(reads)
  return place < 0 ? rules : rules.slice(0, place)
}

function listSignals(rule: Rule): string[] {
  return 'signal' in rule ? [rule.signal] : []
}

function listSteps(rule: Rule): string[] {
  return 'step' in rule ? [rule.step] : []
}
