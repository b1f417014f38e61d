import { AppError, isAppError } from '#contracts/errors'
import { toFileError } from '../../platform/file-error.ts'
import type { FileContent } from '../../platform/file-kind.ts'
import { openRegularFile } from '../../platform/regular-file.ts'
import { convertForeignRecipe } from './foreign/convert-foreign-recipe.ts'
import { readRecipe, readStoredRecipe } from './recipe-yaml.ts'

/** More than any recipe needs; what is larger is some other file. */
const maxRecipeBytes = 1_000_000

/** Whether a file holds a recipe of any version. */
export function isRecipe({ kind, start, isWhole }: FileContent): boolean {
  if (kind !== 'text' || !isWhole) return false
  try {
    // A project may hold one of before the limit of rules, and what is saved from it is a recipe.
    readStoredRecipe(start.toString('utf8'))
    return true
  } catch (error) {
    if (!isAppError(error, 'recipe.invalid')) throw error
    return false
  }
}

/** Whether a file holds a configuration of another program that can be read as a recipe. */
export function isForeignRecipe({ kind, start, isWhole }: FileContent): boolean {
  return kind === 'text' && isWhole && convertForeignRecipe(start.toString('utf8')) !== null
}

/** Reads a recipe, or what another program has in its place, which is not the recipe's own file. Fails with an error that names the file. */
export async function readRecipeFile(file: string): Promise<{ text: string; isOwn: boolean }> {
  const bytes = await readLimited(file).catch((error: unknown) => {
    throw toFileError(error, file, 'Loading the recipe')
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('file.not-text', `${file} is not a recipe: it is not UTF-8 text.`, { file }, { cause: error })
  }
  try {
    const converted = convertForeignRecipe(text)
    return { text: readRecipe(converted ?? text).text, isOwn: converted === null }
  } catch (error) {
    if (!isAppError(error, 'recipe.invalid')) throw error
    throw new AppError('recipe.invalid', `${file} was not loaded. ${error.message}`, error.data, { cause: error })
  }
}

async function readLimited(file: string): Promise<Buffer> {
  const { handle, stats } = await openRegularFile(file)
  await using _handle = handle
  const { size } = stats
  if (size <= maxRecipeBytes) return handle.readFile()
  const message = `${file} is not a recipe: it has ${size} bytes, and recipes have at most ${maxRecipeBytes}.`
  throw new AppError('file.too-large', message, { file, sizeBytes: size, limitBytes: maxRecipeBytes })
}
