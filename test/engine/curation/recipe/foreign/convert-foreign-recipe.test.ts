import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import { convertForeignRecipe } from '#engine/curation/recipe/foreign/convert-foreign-recipe'
import { dataJuicerFilters } from '#engine/curation/recipe/foreign/data-juicer-operators'
import { dolmaAttributes } from '#engine/curation/recipe/foreign/dolma-attributes'
import { parseRecipe } from '#engine/curation/recipe/recipe-yaml'

test('a configuration of Data-Juicer is a recipe whose head says what was left out', () => {
  const text = convertForeignRecipe('np: 4\nprocess:\n  - text_length_filter:\n      max_len: 900\n  - image_filter:\n')
  expect(text?.split('\n').slice(0, 3)).toEqual([
    '# Read from a configuration of Data-Juicer. Left out:',
    '# - np: Where data lies and how it is worked on is no part of a recipe.',
    '# - image_filter: No step measures this.',
  ])
  expect(parseRecipe(text ?? '').rules).toMatchObject([{ rule: 'threshold', signal: 'character_count', min: 10, max: 900 }])
})

test('a configuration of a mixer is a recipe, in JSON too', () => {
  const exclude = ['$.attributes[?(@.a__code_redpajama_taggers_v1__max_line_length_doc[0][2] > 99)]']
  const text = convertForeignRecipe(JSON.stringify({ streams: [{ name: 's', filter: { exclude } }] }))
  expect(text).toMatch(/^# Read from a configuration of the mixer of dolma\.\n/)
  expect(parseRecipe(text ?? '').rules).toMatchObject([{ signal: 'max_line_length', max: 99 }])
})

test.each([
  ['a recipe', 'version: 2\nname: a\nrules: []\n'],
  ['an older one', 'version: 1\nname: a\nsteps: []\n'],
  ['no YAML', 'a: ['],
  ['a list', '- a'],
])('%s is left to be read as it is', (_, text) => expect(convertForeignRecipe(text)).toBeNull())

const anyValue = fc.oneof(
  fc.double(),
  fc.constantFrom(-1, 0, 1, 1.5, 1e39, '', '.c', null, [], {}, ['.c'], [1], true),
  fc.array(fc.string(), { maxLength: 3 }),
)
const operators = [
  ...dataJuicerFilters.flatMap(({ operator, min, max }) => [`${operator} ${min}`, `${operator} ${max}`]),
  'suffix_filter suffixes',
  'document_minhash_deduplicator jaccard_threshold',
  'document_deduplicator lowercase',
].map((line) => line.split(' ') as [string, string])
const anyOperator = fc
  .tuple(fc.constantFrom(...operators), anyValue)
  .map(([[name, key], value]) => ({ [name]: { [key]: value } }))
const anyProcess = fc.record({ project_name: anyValue, process: fc.array(anyOperator, { maxLength: 4 }) })

const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('1e999', '-1e999', '3.5e38'),
)
const anyPattern = fc
  .tuple(fc.constantFrom(...dolmaAttributes.map(({ type }) => type)), fc.constantFrom('<', '<=', '>', '>='), anyNumber)
  .map(([type, operator, number]) => `$.attributes[?(@.${type}[0][2] ${operator} ${number})]`)
const anyStreams = fc
  .record({ include: fc.array(anyPattern, { maxLength: 2 }), exclude: fc.array(anyPattern, { maxLength: 3 }) })
  .map((filter) => ({ streams: [{ name: 's', filter }] }))

test('whatever values a configuration has, what is made of it is a recipe, or text of which is said what is wrong', () => {
  fc.assert(
    fc.property(fc.oneof(anyProcess, anyStreams), (config) => {
      const text = convertForeignRecipe(JSON.stringify(config))
      try {
        parseRecipe(text ?? '')
      } catch (error) {
        if (!isAppError(error, 'recipe.invalid')) throw error
      }
    }),
    { seed: 11, numRuns: 400 },
  )
})
