import type { ConvertedRecipe, Recipe, RecipeProgram } from '#contracts/recipe'
import { exportDataJuicer } from './export-data-juicer.ts'
import { exportDolma } from './export-dolma.ts'
import { writeHead } from './foreign-recipe.ts'

const programs: Record<RecipeProgram, { title: string; write: (recipe: Recipe) => ConvertedRecipe }> = {
  'data-juicer': { title: 'Data-Juicer', write: exportDataJuicer },
  dolma: { title: 'the mixer of dolma', write: exportDolma },
}

/** Writes a recipe for another program. The first lines of the text say what was left out. */
export function exportRecipe(recipe: Recipe, program: RecipeProgram): ConvertedRecipe {
  const { title, write } = programs[program]
  const written = write(recipe)
  return { ...written, text: writeHead(`The recipe ${recipe.name}, for ${title}`, written.leftOut) + written.text }
}
