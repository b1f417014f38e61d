import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Recipe } from '#contracts/recipe'
import { findRuleProblems, maxRules, type Rule, ruleKeys } from '#contracts/rule'
import { createRecipeJsonSchema } from '#engine/curation/recipe/recipe-schema'
import {
  editRecipeText,
  findRecipeProblem,
  formatRecipe,
  parseRecipe,
  readRecipe,
  readStoredRecipe,
} from '#engine/curation/recipe/recipe-yaml'
import { threshold } from '../../../support/threshold.ts'

const commented = `# Our rules
version: 2
name: Rules # of thumb
rules:
  # Long lines
  - rule: threshold
    signal: max_line_length
    max: 1e3 # as in the paper
  - {rule: threshold, signal: size, min: 0x10}
`

// YAML has one zero.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const share = fc.integer({ min: 0, max: 100 })
const bound = fc.option(
  fc.oneof(
    number,
    share.map((percentile) => ({ percentile })),
  ),
)
const word = fc.string({ minLength: 1, maxLength: 8 })
const words = fc.array(word, { maxLength: 3 })
const scope = fc.option(fc.record({ languages: words, extensions: words }))
const scoped = { only: scope, except: scope }
const anyRule: fc.Arbitrary<Rule> = fc
  .oneof(
    fc.record({
      rule: fc.constant('threshold' as const),
      signal: word,
      min: bound,
      max: bound,
      byLanguage: fc.boolean(),
      languages: fc.dictionary(word, fc.record({ min: bound, max: bound }), { maxKeys: 2, noNullPrototype: true }),
      ...scoped,
    }),
    fc.record({
      rule: fc.constant('category' as const),
      property: fc.constantFrom('language' as const, 'licence-class' as const, 'repo' as const),
      keep: fc.option(words),
      drop: words,
      minTotalBytes: fc.option(fc.nat()),
      ...scoped,
    }),
    fc.record({
      rule: fc.constant('duplicate' as const),
      step: word,
      jaccard: share.map((percent) => percent / 100),
      keep: fc.subarray(['licence', 'stars', 'path', 'longest'] as const).map((kept) => [...kept]),
      ...scoped,
    }),
    fc.record({
      rule: fc.constant('finding' as const),
      step: word,
      types: fc.option(words),
      action: fc.constantFrom('drop' as const, 'mask' as const, 'mark' as const),
      ...scoped,
    }),
    fc.record({
      rule: fc.constant('score' as const),
      signal: word,
      min: fc.option(number),
      keepShare: fc.constant(null),
      byLanguage: fc.boolean(),
      ...scoped,
    }),
  )
  .filter((value) => findRuleProblems(value).length === 0)
const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  name: fc.string({ minLength: 1, unit: 'grapheme' }),
  score: fc.constantFrom('kept' as const, 'all' as const),
  steps: fc.constantFrom([], [{ step: 'statistics', gopher: false }]),
  // Two thresholds on one signal are refused.
  rules: fc.uniqueArray(anyRule, { selector: (each) => ('signal' in each ? each.signal : each), maxLength: 5 }),
})

describe('a recipe as YAML', () => {
  it('is the same after writing and reading', () => {
    fc.assert(
      fc.property(anyRecipe, (recipe) => {
        expect(parseRecipe(formatRecipe(recipe))).toEqual(recipe)
      }),
    )
  })

  it('says after an edit what the edit says, whatever it said before', () => {
    fc.assert(
      fc.property(anyRecipe, anyRecipe, (before, after) => {
        const { steps, score } = before
        const wanted = { ...after, steps, score }
        expect(parseRecipe(editRecipeText(formatRecipe(before), wanted))).toEqual(wanted)
      }),
    )
  })

  it('keeps comments and the spelling of numbers that an edit does not touch', () => {
    const edited = editRecipeText(commented, {
      ...parseRecipe(commented),
      rules: [threshold('size', { min: 16, max: 5000 }), threshold('max_line_length', { min: 3, max: 1000 })],
    })
    expect(edited).toBe(`# Our rules
version: 2
name: Rules # of thumb
rules:
  - { rule: threshold, signal: size, min: 0x10, max: 5000 }
  # Long lines
  - rule: threshold
    signal: max_line_length
    min: 3
    max: 1e+3 # as in the paper
`)
  })

  it('writes every kind of rule as a person would, with nothing that goes without saying', () => {
    const rules = [
      { rule: 'category', property: 'language', drop: ['HTML'], minTotalBytes: 100_000_000 },
      { rule: 'threshold', signal: 'lines', max: { percentile: 95 }, byLanguage: true, languages: { SQL: { max: 9 } } },
      { rule: 'duplicate', step: 'near-duplicates', jaccard: 0.7, keep: ['stars'] },
      { rule: 'finding', step: 'secrets', action: 'mask', except: { extensions: ['.md'] } },
      { rule: 'score', keepShare: 0.3 },
    ].map((each) => ruleKeys.parse(each))
    const text = formatRecipe({ name: 'All', score: 'all', steps: [{ step: 'statistics', gopher: false }], rules })
    expect(text).toBe(`version: 2
name: All
score: all
steps:
  - step: statistics
    gopher: false
rules:
  - rule: category
    property: language
    drop:
      - HTML
    min_total_bytes: 100000000
  - rule: threshold
    signal: lines
    max:
      percentile: 95
    by_language: true
    languages:
      SQL:
        max: 9
  - rule: duplicate
    step: near-duplicates
    jaccard: 0.7
    keep:
      - stars
  - rule: finding
    step: secrets
    action: mask
    except:
      extensions:
        - .md
  - rule: score
    signal: quality
    keep_share: 0.3
`)
  })

  it('of version 1 is brought up to date with its comments, and means the same', () => {
    const old = commented.replace('version: 2', 'version: 1').replace('rules:', 'steps:').replaceAll('rule: t', 'step: t')
    expect(parseRecipe(old)).toEqual(parseRecipe(commented))
    expect(readRecipe(old).text).toContain('# Long lines\n  - rule: threshold')
    expect(parseRecipe(readRecipe(old).text)).toEqual(parseRecipe(commented))
    expect(readRecipe(commented).text).toBe(commented)
  })

  it('writes aliases out when an edit of one would change the other', () => {
    const text = `version: 2
name: x
rules:
  - { rule: threshold, signal: a, max: &limit 5 }
  - { rule: threshold, signal: b, max: *limit }
`
    const recipe = { ...parseRecipe(text), rules: [threshold('a', { max: 7 }), threshold('b', { max: 5 })] }
    expect(parseRecipe(editRecipeText(text, recipe))).toEqual(recipe)
  })

  it('is checked without a failure: what is wrong is told with its place', () => {
    expect(findRecipeProblem(commented)).toBeNull()
    expect(findRecipeProblem('version: 2\nname: r\nrules: []\nrulez: []\n')).toMatchObject({
      line: 4,
      column: 1,
      reason: 'unknown key "rulez"',
    })
    expect(findRecipeProblem('version: 2\nname: "r\nrules: []\n')).toMatchObject({ line: 4, column: 1 })
  })

  it('has as many rules as can be previewed, and names the first above that', () => {
    const rulesOf = (count: number) =>
      Array.from({ length: count }, (_, index) => `  - rule: threshold\n    signal: s${index}\n    max: 1\n`).join('')
    const withRules = (count: number) => `version: 2\nname: many\nrules:\n${rulesOf(count)}`
    expect(parseRecipe(withRules(maxRules)).rules).toHaveLength(maxRules)
    for (const count of [maxRules + 1, 2000]) {
      expect(() => parseRecipe(withRules(count))).toThrow(
        expect.objectContaining({
          code: 'recipe.invalid',
          message: expect.stringContaining(`there are ${count} rules, and a recipe has at most ${maxRules}`),
          data: expect.objectContaining({ line: 4 + 3 * maxRules, column: 5 }),
        }),
      )
      expect(readStoredRecipe(withRules(count)).recipe.rules).toHaveLength(count)
    }
  })

  it.each([
    ['lists in brackets', '[', 1],
    ['maps in braces', '{a: ', 1],
    ['lists of dashes', '- ', 1],
    ['questions', '? ', 1],
    ['lines further and further in', Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'), null],
  ])('is refused in words when it is nested too deep, in time that its depth does not set: %s', (_, unit, line) => {
    const deep = line === null ? unit : unit.repeat(300_000)
    for (const text of [deep, `version: 2\nname: x\nrules: []\nextra:\n ${deep.replaceAll('\n', '\n ')}`]) {
      const refusal = expect.objectContaining({
        code: 'recipe.invalid',
        message: expect.stringContaining('nested more than 100 levels deep'),
        data: expect.objectContaining({ line: text === deep ? (line ?? 100) : expect.any(Number) }),
      })
      expect(() => parseRecipe(text)).toThrow(refusal)
      expect(() => readStoredRecipe(text)).toThrow(refusal)
    }
  })

  const head = 'version: 2\nname: x\nrules:\n'
  it.each([
    ['nothing', '', 1, 1],
    ['a list', '- x', 1, 1],
    ['broken YAML', 'version: 2\nname: [', 2, 8],
    ['a newer version', 'version: 3\nname: x\nrules: []', 1, 1],
    ['an unknown key', 'version: 2\nname: x\nrules: []\nextra: 1', 4, 1],
    ['a misspelt bound', `${head}  - rule: threshold\n    signal: a\n    maximum: 3`, 6, 5],
    ['an unknown rule', `${head}  - signal: a\n    rule: regex`, 5, 5],
    ['an unknown step', `version: 2\nname: x\nsteps:\n  - step: magic\nrules: []`, 4, 5],
    ['a step listed twice', `version: 2\nname: x\nsteps:\n  - step: statistics\n  - step: statistics\nrules: []`, 5, 5],
    ['an unknown parameter of a step', `version: 2\nname: x\nsteps:\n  - step: statistics\n    depth: 3\nrules: []`, 5, 5],
    ['a rule without a signal', `${head}  - rule: threshold\n    min: 3`, 4, 5],
    ['a bound that is not a number', `${head}  - rule: threshold\n    signal: a\n    max: much`, 6, 5],
    ['a percentile above 100', `${head}  - rule: threshold\n    signal: a\n    max: { percentile: 101 }`, 6, 12],
    ['an infinite bound', `${head}  - rule: threshold\n    signal: a\n    max: .inf`, 6, 5],
    ['bounds the wrong way round', `${head}  - rule: threshold\n    signal: a\n    max: 1\n    min: 2`, 7, 5],
    [
      'bounds of a language the wrong way round',
      `${head}  - rule: threshold\n    signal: a\n    languages:\n      C:\n        max: 1\n        min: 2`,
      9,
      9,
    ],
    ['two thresholds on one signal', `${head}- {rule: threshold, signal: a}\n- {rule: threshold, signal: a}`, 5, 21],
    ['a score by number and by share', `${head}  - rule: score\n    min: 1\n    keep_share: 0.5`, 6, 5],
    ['a share above one', `${head}  - rule: score\n    keep_share: 30`, 5, 5],
    ['a key given twice', 'version: 2\nversion: 2', 2, 1],
    ['an alias of nothing', 'version: 2\nname: *x\nrules: []', 1, 1],
    ['a wrong bound in an older recipe', 'version: 1\nname: x\nsteps:\n  - step: threshold\n    signal: a\n    max: much', 6, 5],
  ])('refuses %s with line and column', (_, text, line, column) => {
    expect(() => parseRecipe(text)).toThrow(
      expect.objectContaining({ code: 'recipe.invalid', data: expect.objectContaining({ line, column }) }),
    )
  })
})

describe('the published recipes', () => {
  it('have a schema that is current', async () => {
    expect(await readFile('assets/recipes/recipe.schema.json', 'utf8')).toBe(createRecipeJsonSchema())
  })

  it('are all valid', async () => {
    const files = (await readdir('assets/recipes')).filter((file) => file.endsWith('.yaml'))
    expect(files).not.toEqual([])
    for (const file of files) expect(parseRecipe(await readFile(`assets/recipes/${file}`, 'utf8')).rules).not.toEqual([])
  })
})
