import { readdirSync, readFileSync } from 'node:fs'
import * as linguist from 'linguist-languages'
import { expect, test } from 'vitest'
import type { Recipe } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import { parseRecipe } from '../../../../main/engine/curation/recipe/recipe-yaml.ts'
import { steps } from '../../../../main/engine/curation/steps/steps.ts'
import { statisticsSignals } from '../../../../main/engine/dataset/signals/statistics.ts'

const folder = 'assets/recipes'
const presets = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file): [string, string] => [file, readFileSync(`${folder}/${file}`, 'utf8')])

const products = new Map(steps.map((step) => [step.kind, step.describe(step.parameters.parse({}))]))
const signals = new Set([
  ...statisticsSignals.map(({ name }) => name),
  ...[...products.values()].flatMap((product) => product.signals.map(({ name }) => name)),
])
const languages = new Set(Object.values(linguist).map(({ name }) => name))

function listLanguages({ rules }: Recipe): string[] {
  return rules.flatMap((rule) => [
    ...(rule.only?.languages ?? []),
    ...(rule.except?.languages ?? []),
    ...(rule.rule === 'threshold' ? Object.keys(rule.languages) : []),
  ])
}

test('there is a recipe for the report and one for each published pipeline', () => {
  const names = presets.map(([file]) => file.replace('.yaml', ''))
  const pipelines = ['bigcode', 'data-juicer', 'deepseek-coder', 'nemo-curator', 'opencoder', 'redpajama', 'starcoder2']
  expect(names).toEqual(expect.arrayContaining(['codeshell-report', ...pipelines]))
})

test.each(presets)('%s reads what steps measure, of languages that there are', (_, text) => {
  const recipe = parseRecipe(text)
  expect(recipe.rules).not.toEqual([])
  for (const rule of recipe.rules) {
    if ('signal' in rule) expect(signals).toContain(rule.signal)
    if (rule.rule === 'finding') expect(listFindings(rule)).toEqual(expect.arrayContaining(rule.types ?? []))
    if (rule.rule === 'duplicate') expect(['exact-duplicates', 'near-duplicates']).toContain(rule.step)
  }
  for (const language of listLanguages(recipe)) expect(languages).toContain(language)
})

test.each(presets)('%s says beside its rules where they come from', (_, text) => {
  const [head, rest = ''] = text.split('rules:\n')
  expect(head).toMatch(/[12]\d{3}|\.py|\.yaml/)
  // A rule may share the comment of the one before it, if that is a bound of the same kind.
  const comments = rest.match(/^ *#/gm) ?? []
  expect(comments.length).toBeGreaterThanOrEqual(parseRecipe(text).rules.length / 3)
})

function listFindings(rule: Rule & { rule: 'finding' }): string[] {
  return (products.get(rule.step)?.findings ?? []).map(({ type }) => type)
}
