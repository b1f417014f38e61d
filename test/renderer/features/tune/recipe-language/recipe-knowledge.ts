import { createRecipeJsonSchema } from '#engine/curation/recipe/recipe-schema'
import { describeSteps } from '#engine/curation/steps/describe-steps'
import { steps } from '#engine/curation/steps/steps'
import type { RecipeKnowledge } from '../../../../../renderer/features/tune/recipe-language/suggest.ts'

const named = (...names: string[]) => names.map((name) => ({ name, detail: `${name} detail`, description: `About ${name}.` }))

/** The schema as it is published, and a few names of a project. */
export const knowledge: RecipeKnowledge = {
  schema: JSON.parse(createRecipeJsonSchema()),
  names: {
    signals: named('size', 'max_line_length'),
    steps: describeSteps(steps),
    values: { language: named('Python', 'C++', 'C#', 'F*'), repo: named('a/b') },
  },
}

/** A text in which `|` stands where the cursor is. */
export function placeCursor(marked: string): { text: string; position: { line: number; column: number } } {
  const before = marked.slice(0, marked.indexOf('|')).split('\n')
  const position = { line: before.length - 1, column: (before.at(-1) as string).length }
  return { text: marked.replace('|', ''), position }
}
