import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxCuts, type Recipe } from '#contracts/recipe'
import { createRecipeJsonSchema } from '#engine/curation/recipe-schema'
import { editRecipeText, formatRecipe, parseRecipe, parseStoredRecipe } from '#engine/curation/recipe-yaml'

const commented = `# Our rules
version: 1
name: Rules # of thumb
steps:
  # Long lines
  - step: threshold
    signal: max_line_length
    max: 1e3 # as in the paper
  - {step: threshold, signal: size, min: 0x10}
`

const bound = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))
const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  name: fc.string({ minLength: 1, unit: 'grapheme' }),
  cuts: fc.uniqueArray(
    fc.record({ signal: fc.string({ minLength: 1 }), min: bound, max: bound }).map(({ signal, min, max }) => {
      const isSwapped = min !== null && max !== null && min > max
      return isSwapped ? { signal, min: max, max: min } : { signal, min, max }
    }),
    { selector: ({ signal }) => signal, maxLength: 5 },
  ),
})

/** YAML has one zero. */
function withoutNegativeZero({ name, cuts }: Recipe): Recipe {
  const plain = (value: number | null) => (value === null ? null : value + 0)
  return { name, cuts: cuts.map(({ signal, min, max }) => ({ signal, min: plain(min), max: plain(max) })) }
}

describe('a recipe as YAML', () => {
  it('is the same after writing and reading', () => {
    fc.assert(
      fc.property(anyRecipe, (recipe) => {
        expect(withoutNegativeZero(parseRecipe(formatRecipe(recipe)))).toEqual(withoutNegativeZero(recipe))
      }),
    )
  })

  it('says after an edit what the edit says, whatever it said before', () => {
    fc.assert(
      fc.property(anyRecipe, anyRecipe, (before, after) => {
        const edited = editRecipeText(formatRecipe(before), after)
        expect(withoutNegativeZero(parseRecipe(edited))).toEqual(withoutNegativeZero(after))
      }),
    )
  })

  it('keeps comments and the spelling of numbers that an edit does not touch', () => {
    const edited = editRecipeText(commented, {
      name: 'Rules',
      cuts: [
        { signal: 'size', min: 16, max: 5000 },
        { signal: 'max_line_length', min: 3, max: 1000 },
      ],
    })
    expect(edited).toBe(`# Our rules
version: 1
name: Rules # of thumb
steps:
  - { step: threshold, signal: size, min: 0x10, max: 5000 }
  # Long lines
  - step: threshold
    signal: max_line_length
    min: 3
    max: 1e+3 # as in the paper
`)
  })

  it('writes aliases out when an edit of one would change the other', () => {
    const text = `version: 1
name: x
steps:
  - { step: threshold, signal: a, max: &limit 5 }
  - { step: threshold, signal: b, max: *limit }
`
    const recipe: Recipe = {
      name: 'x',
      cuts: [
        { signal: 'a', min: null, max: 7 },
        { signal: 'b', min: null, max: 5 },
      ],
    }
    expect(parseRecipe(editRecipeText(text, recipe))).toEqual(recipe)
  })

  it('has as many cuts as can be previewed, and names the first step above that', () => {
    const steps = (count: number) =>
      Array.from({ length: count }, (_, index) => `  - step: threshold\n    signal: s${index}\n    max: 1\n`).join('')
    const withSteps = (count: number) => `version: 1\nname: many\nsteps:\n${steps(count)}`
    expect(parseRecipe(withSteps(maxCuts)).cuts).toHaveLength(maxCuts)
    for (const count of [maxCuts + 1, 2000]) {
      expect(() => parseRecipe(withSteps(count))).toThrow(
        expect.objectContaining({
          code: 'recipe.invalid',
          message: expect.stringContaining(`there are ${count} steps, and a recipe has at most ${maxCuts}`),
          data: expect.objectContaining({ line: 4 + 3 * maxCuts, column: 5 }),
        }),
      )
      expect(parseStoredRecipe(withSteps(count)).cuts).toHaveLength(count)
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
    for (const text of [deep, `version: 1\nname: x\nsteps: []\nextra:\n ${deep.replaceAll('\n', '\n ')}`]) {
      const refusal = expect.objectContaining({
        code: 'recipe.invalid',
        message: expect.stringContaining('nested more than 100 levels deep'),
        data: expect.objectContaining({ line: text === deep ? (line ?? 100) : expect.any(Number) }),
      })
      expect(() => parseRecipe(text)).toThrow(refusal)
      expect(() => parseStoredRecipe(text)).toThrow(refusal)
    }
  })

  const head = 'version: 1\nname: x\nsteps:\n'
  it.each([
    ['nothing', '', 1, 1],
    ['a list', '- x', 1, 1],
    ['broken YAML', 'version: 1\nname: [', 2, 8],
    ['a newer version', 'version: 2\nname: x\nsteps: []', 1, 1],
    ['an unknown key', 'version: 1\nname: x\nsteps: []\nextra: 1', 4, 1],
    ['a misspelt bound', `${head}  - step: threshold\n    signal: a\n    maximum: 3`, 6, 5],
    ['an unknown step', `${head}  - signal: a\n    step: regex`, 5, 5],
    ['a step without a signal', `${head}  - step: threshold\n    min: 3`, 4, 5],
    ['a bound that is not a number', `${head}  - step: threshold\n    signal: a\n    max: much`, 6, 5],
    ['an infinite bound', `${head}  - step: threshold\n    signal: a\n    max: .inf`, 6, 5],
    ['bounds the wrong way round', `${head}  - step: threshold\n    signal: a\n    max: 1\n    min: 2`, 7, 5],
    ['two steps of one signal', `${head}- {step: threshold, signal: a}\n- {step: threshold, signal: a}`, 5, 21],
    ['a key given twice', 'version: 1\nversion: 1', 2, 1],
    ['an alias of nothing', 'version: 1\nname: *x\nsteps: []', 1, 1],
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
    for (const file of files) expect(parseRecipe(await readFile(`assets/recipes/${file}`, 'utf8')).cuts).not.toEqual([])
  })
})
