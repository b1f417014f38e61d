import type { LeftOut, Recipe, RecipeProgram } from '#contracts/recipe'
import { exportDataJuicer } from './export-data-juicer.ts'
import { exportDolma } from './export-dolma.ts'
import { writeHead } from './foreign-recipe.ts'

/** A recipe written for another program. */
export interface ForeignText {
  readonly text: string
  /** Rules that it says, whole or but for what was left out of them. */
  readonly ruleCount: number
  readonly leftOut: readonly LeftOut[]
}

const programs: Record<RecipeProgram, { title: string; write: (recipe: Recipe) => ForeignText }> = {
  'data-juicer': { title: 'Data-Juicer', write: exportDataJuicer },
  dolma: { title: 'the mixer of dolma', write: exportDolma },
}

/** Writes a recipe for another program. The first lines of the text say what was left out. */
export function exportRecipe(recipe: Recipe, program: RecipeProgram): ForeignText {
  const { title, write } = programs[program]
  const written = write(recipe)
  return { ...written, text: writeHead(`The recipe ${recipe.name}, for ${title}`, written.leftOut) + written.text }
}
