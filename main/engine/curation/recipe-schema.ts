import { z } from 'zod'
import { maxCuts } from '#contracts/recipe'

const thresholdStep = z
  .strictObject({
    step: z.literal('threshold', { error: 'the step must be "threshold"' }),
    signal: z
      .string({ error: 'the name of a signal is expected' })
      .min(1, 'the name of a signal is expected')
      .describe('Name of a signal, as in the table of documents.'),
    min: z
      .number({ error: 'a number is expected' })
      .nullish()
      .describe('Documents with a lower value are dropped. No bound when left out.'),
    max: z
      .number({ error: 'a number is expected' })
      .nullish()
      .describe('Documents with a higher value are dropped. No bound when left out.'),
  })
  .describe('Keeps the documents whose value lies between the bounds or on one of them. A document without a value is kept.')

/** A recipe as it stands in a file. Keys that are not listed are refused, so that a misspelt bound is never taken for none. */
export const recipeFile = z
  .strictObject({
    version: z.literal(1, { error: 'the version must be 1' }).describe('Version of this format.'),
    name: z.string({ error: 'a name is expected' }).min(1, 'a name is expected').describe('Name of the recipe.'),
    steps: z
      .array(thresholdStep, { error: 'a list of steps is expected' })
      .describe('Rules, in order; a document that any of them drops is dropped.')
      // For editors; whoever reads a recipe says at which step it is exceeded.
      .meta({ maxItems: maxCuts }),
  })
  .describe('A recipe of CodeShell Workbench: which documents to keep.')
export type RecipeFile = z.infer<typeof recipeFile>

/** The JSON Schema that editors use to check and complete recipes, as published in assets/recipes/recipe.schema.json. */
export function createRecipeJsonSchema(): string {
  const schema = z.toJSONSchema(recipeFile, { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'CodeShell Workbench recipe' }, null, 2)}\n`
}
