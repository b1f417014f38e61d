import { expect, test } from 'vitest'
import { convertForeignRecipe } from '#engine/curation/recipe/foreign/convert-foreign-recipe'
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
