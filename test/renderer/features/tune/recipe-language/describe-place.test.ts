import { expect, it } from 'vitest'
import { describePlace } from '../../../../../renderer/features/tune/recipe-language/describe-place.ts'
import { knowledge, placeCursor } from './recipe-knowledge.ts'

function describeAt(marked: string): readonly string[] | undefined {
  const { text, position } = placeCursor(marked)
  return describePlace(knowledge, text, position)?.paragraphs
}

const head = 'version: 2\nname: r\n'

it('says what a key means, and what holds without it', () => {
  expect(describeAt('vers|ion: 2')).toEqual(['Version of this format.'])
  expect(describeAt(`${head}rules:\n  - rule: threshold\n    signal: size\n    m|ax: 3`)?.[0]).toMatch(
    /^Documents with a higher value/,
  )
  expect(describeAt(`${head}steps:\n  - step: repetition\n    len|gth: 3`)).toEqual([
    expect.stringMatching(/^How many characters/),
    '10 when left out',
  ])
  expect(describeAt(`${head}rules:\n  - rule: score\n    only: { lang|uages: [] }`)?.[0]).toMatch(/^Names of languages/)
})

it('says what a kind of rule, a step and a signal are', () => {
  expect(describeAt(`${head}rules:\n  - rule: scor|e`)?.[0]).toMatch(/best scores/)
  expect(describeAt(`${head}steps:\n  - step: sec|rets`)?.[0]).toMatch(/keys of services/)
  expect(describeAt(`${head}rules:\n  - rule: threshold\n    signal: si|ze`)).toEqual(['size detail', 'About size.'])
})

it('has nothing to say of comments and blank lines', () => {
  expect(describeAt('# ver|sion')).toBeUndefined()
  expect(describeAt('version: 2\n|\n')).toBeUndefined()
})
