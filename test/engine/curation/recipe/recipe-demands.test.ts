import { expect, test } from 'vitest'
import { listRulesBefore, readDemands } from '#engine/curation/recipe/recipe-demands'
import { parseRecipe } from '#engine/curation/recipe/recipe-yaml'

const text = `
version: 2
name: r
score: all
steps:
  - { step: secrets, generic: false }
rules:
  - { rule: category, property: language, drop: [JSON] }
  - { rule: threshold, signal: lines, max: 10 }
  - { rule: threshold, signal: ngram_perplexity, max: { percentile: 95 } }
  - { rule: finding, step: secrets, action: drop }
  - { rule: threshold, signal: size, max: 10 }
`
const nothing = { signals: [], steps: [] }
const listPlaces = (...given: Parameters<typeof listRulesBefore>) => {
  const { rules } = given[0]
  return listRulesBefore(...given).map((rule) => rules.indexOf(rule))
}

test('a recipe asks for what it lists and what its rules read', () => {
  expect(readDemands(text)).toEqual({
    name: 'r',
    listed: [{ kind: 'secrets', parameters: { generic: false } }],
    wanted: { signals: ['lines', 'ngram_perplexity', 'size'], steps: ['secrets'] },
    scoreAll: true,
  })
})

test('a step sees what the rules before the first that reads it keep', () => {
  const recipe = parseRecipe(text)
  expect(listPlaces(recipe, { signals: [], steps: ['secrets'] }, nothing)).toEqual([0, 1, 2])
  expect(listPlaces(recipe, { signals: ['lines'], steps: [] }, nothing)).toEqual([0])
  expect(listPlaces(recipe, { signals: [], steps: ['twins'] }, nothing)).toEqual([0, 1, 2, 3, 4])
})

test('rules that read what is not measured to its end decide nothing yet', () => {
  const unfinished = { signals: ['ngram_perplexity'], steps: [] }
  expect(listPlaces(parseRecipe(text), { signals: [], steps: ['secrets'] }, unfinished)).toEqual([0, 1])
})
