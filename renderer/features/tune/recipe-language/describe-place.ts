import { listNames } from './recipe-names.ts'
import { findSchemas } from './recipe-schema.ts'
import { describeDefault, type RecipeKnowledge } from './suggest.ts'
import { findYamlPlace } from './yaml-place.ts'

/** What is said of a word of a recipe: paragraphs, and its columns from 0 on. */
export interface PlaceDescription {
  readonly start: number
  readonly end: number
  readonly paragraphs: readonly string[]
}

/** What the word at a position means; null where there is nothing to say. Line and column from 0 on. */
export function describePlace(
  { schema, names }: RecipeKnowledge,
  text: string,
  { line, column }: { line: number; column: number },
): PlaceDescription | null {
  const place = findYamlPlace(text, line, column)
  if (!place || place.word === '') return null
  const { start, end, word, levels, siblings, at } = place
  if (at === 'value') {
    const named = listNames(names, levels).find(({ name }) => name === word)
    if (named) return { start, end, paragraphs: [named.detail, named.description].filter(Boolean) }
    const own = levels.at(-1)
    // What kind of rule or step it is.
    const kinds = own?.kind === 'key' ? findSchemas(schema, levels.slice(0, -1), new Map([[own.name, word]])) : []
    const [kind] = own?.kind === 'key' ? kinds.filter(({ properties }) => properties?.[own.name]?.const === word) : []
    if (kind?.description) return { start, end, paragraphs: [kind.description] }
  }
  const all = new Map([...siblings, [word, '']])
  const meant = at === 'value' ? levels : [...levels, { kind: 'key' as const, name: word, siblings: all }]
  const found = findSchemas(schema, meant).find(({ description }) => description)
  if (!found?.description) return null
  return { start, end, paragraphs: [found.description, describeDefault(found)].filter(Boolean) }
}
