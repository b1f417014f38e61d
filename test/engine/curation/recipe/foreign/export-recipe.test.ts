import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecipeProgram } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import { readFileRule } from '#engine/curation/recipe/file-rule'
import { convertForeignRecipe } from '#engine/curation/recipe/foreign/convert-foreign-recipe'
import { exportRecipe } from '#engine/curation/recipe/foreign/export-recipe'
import { parseRecipe } from '#engine/curation/recipe/recipe-yaml'

const comments = { languages: ['Python', 'Java', 'JavaScript'] }

/** A threshold that says something: no signal is below 0, and programs differ in whether 0 is no bound. */
function threshold(signal: string, numbers: fc.Arbitrary<number>, only?: typeof comments): fc.Arbitrary<Rule> {
  const bounds = fc.tuple(fc.option(numbers), fc.option(numbers)).filter(([min, max]) => min !== null || max !== null)
  return bounds.map(([one, other]) => {
    const [min, max] = one !== null && other !== null ? [Math.min(one, other), Math.max(one, other)] : [one, other]
    return readFileRule({ rule: 'threshold', signal, min, max, ...(only && { only }) })
  })
}

const whole = fc.integer({ min: 1, max: 2 ** 40 })
const share = fc.double({ min: 1e-9, max: 1, noNaN: true })
const jaccard = fc.double({ min: 0, max: 1, noNaN: true })
const extension = fc.stringMatching(/^\.[a-z0-9+]{1,8}$/)
const mask = (types: readonly string[]) =>
  fc
    .subarray([...types], { minLength: 1 })
    .map((chosen) => readFileRule({ rule: 'finding', step: 'personal-data', types: chosen, action: 'mask' }))

const sayable: Record<RecipeProgram, fc.Arbitrary<Rule>[]> = {
  'data-juicer': [
    ...['mean_line_length', 'max_line_length', 'character_count', 'dj_word_count'].map((signal) => threshold(signal, whole)),
    ...['alphanumeric_fraction', 'dj_character_repetition', 'dj_word_repetition'].map((signal) => threshold(signal, share)),
    fc
      .uniqueArray(fc.oneof(extension, fc.constant('none')), { minLength: 1, maxLength: 5 })
      .map((keep) => readFileRule({ rule: 'category', property: 'extension', keep })),
    fc.constant(readFileRule({ rule: 'duplicate', step: 'exact-duplicates', keep: [] })),
    jaccard.map((value) => readFileRule({ rule: 'duplicate', step: 'near-duplicates', jaccard: value, keep: [] })),
    mask(['mail-address', 'network-address']),
  ],
  dolma: [
    threshold('max_line_length', whole),
    threshold('mean_line_length', fc.double({ min: 1e-9, max: 1e12, noNaN: true })),
    threshold('alphanumeric_fraction', share),
    threshold('xml_header', share),
    threshold('html_text_fraction', share),
    threshold('comment_fraction', share, comments),
    mask(['mail-address', 'network-address', 'phone-number']),
  ],
}

/** Each rule at most once, in any order. */
const anyRules = (program: RecipeProgram) =>
  fc
    .tuple(...sayable[program].map((rule) => fc.option(rule)))
    .chain((rules) => fc.shuffledSubarray(rules.filter((rule) => rule !== null)))

/** What rules say, whatever their order: programs mask in an operator for each type, and filter before they mask. */
function listStatements(rules: readonly Rule[]): string[] {
  const single = rules.flatMap((rule) =>
    rule.rule === 'finding' ? (rule.types ?? []).map((type): Rule => ({ ...rule, types: [type] })) : [rule],
  )
  return single.map((rule) => JSON.stringify(rule)).sort()
}

const programs: RecipeProgram[] = ['data-juicer', 'dolma']

describe.each(programs)('a recipe for %s', (program) => {
  test('comes back as it went, and nothing is left out, where both know what it says', () => {
    fc.assert(
      fc.property(anyRules(program), fc.string({ minLength: 1 }), (rules, name) => {
        const { text, ruleCount, leftOut } = exportRecipe({ name, score: 'kept', steps: [], rules }, program)
        expect(leftOut).toEqual([])
        expect(ruleCount).toBe(rules.length)
        const back = parseRecipe(convertForeignRecipe(text) ?? '')
        expect(back.name).toBe(name)
        expect(listStatements(back.rules)).toEqual(listStatements(rules))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('says in its first lines what it cannot say, and comes back without that', () => {
    const unknown = readFileRule({ rule: 'threshold', signal: 'ngram_perplexity', max: { percentile: 95 } })
    fc.assert(
      fc.property(anyRules(program), (rules) => {
        const recipe = { name: 'r', score: 'kept' as const, steps: [{ step: 'syntax' }], rules: [unknown, ...rules] }
        const { text, ruleCount, leftOut } = exportRecipe(recipe, program)
        expect(leftOut.map(({ what }) => what)).toEqual(['step: syntax', 'threshold: ngram_perplexity'])
        expect(ruleCount).toBe(rules.length)
        const lines = text.split('\n').slice(1, 3)
        expect(lines).toEqual(leftOut.map(({ what, reason }) => `# - ${what}: ${reason}`))
        expect(listStatements(parseRecipe(convertForeignRecipe(text) ?? '').rules)).toEqual(listStatements(rules))
      }),
      { seed: 2, numRuns: 100 },
    )
  })
})

test('what is preferred of duplicates is named, and the rule is there without it', () => {
  const rule = readFileRule({ rule: 'duplicate', step: 'exact-duplicates', keep: ['stars'] })
  const { ruleCount, leftOut } = exportRecipe({ name: 'r', score: 'kept', steps: [], rules: [rule] }, 'data-juicer')
  expect(ruleCount).toBe(1)
  expect(leftOut).toEqual([
    { what: 'duplicate: exact-duplicates, keep', reason: 'Data-Juicer keeps the one that it reads first.' },
  ])
})
