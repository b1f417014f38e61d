import { isAppError } from '#contracts/errors'
import { formatRecipe } from '../recipe-yaml.ts'
import { type ForeignRecipe, writeHead } from './foreign-recipe.ts'
import { importDataJuicer } from './import-data-juicer.ts'
import { importDolma } from './import-dolma.ts'
import { parseForeignYaml } from './parse-foreign-yaml.ts'

/**
 * The recipe that a configuration of Data-Juicer or of dolma's mixer means, as text whose first lines say what was left out. Null for any
 * other text.
 */
export function convertForeignRecipe(text: string): string | null {
  const keys = listKeys(text)
  if (keys.includes('rules') || keys.includes('steps')) return null
  if (keys.includes('process')) return writeRecipe('Data-Juicer', importDataJuicer(text))
  if (keys.includes('streams')) return writeRecipe('the mixer of dolma', importDolma(text))
  return null
}

function listKeys(text: string): string[] {
  try {
    return Object.keys(parseForeignYaml(text))
  } catch (error) {
    // Whoever reads it as a recipe says what is wrong with it.
    if (isAppError(error, 'recipe.invalid')) return []
    throw error
  }
}

function writeRecipe(program: string, { recipe, leftOut }: ForeignRecipe): string {
  return writeHead(`Read from a configuration of ${program}`, leftOut) + formatRecipe(recipe)
}
