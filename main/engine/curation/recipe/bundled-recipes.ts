import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#contracts/errors'
import type { BundledRecipe } from '#contracts/recipe'
import { parseRecipe } from './recipe-yaml.ts'

/** A project has no file of the schema beside it. */
const schemaLine = /^# yaml-language-server:.*\n(?:#\n)?/

/** The recipes that come with the program, by name. */
export async function listBundledRecipes(): Promise<BundledRecipe[]> {
  const names = (await readdir(findRecipesFolder())).filter((name) => name.endsWith('.yaml'))
  const recipes = await Promise.all(
    names.map(async (file) => {
      const id = file.slice(0, -'.yaml'.length)
      const text = await readBundledRecipe(id)
      return { id, name: parseRecipe(text).name, description: readHead(text) }
    }),
  )
  return recipes.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
}

/** The text of one of them. Fails with `input.invalid` when there is none of this id. */
export async function readBundledRecipe(id: string): Promise<string> {
  const folder = findRecipesFolder()
  // Of the folder's own names, so that no id leads out of it.
  if (!(await readdir(folder)).includes(`${id}.yaml`)) {
    const reason = 'no recipe that comes with the program is called so'
    throw new AppError('input.invalid', `“${id}” was not taken: ${reason}.`, { field: 'id', reason })
  }
  return (await readFile(path.join(folder, `${id}.yaml`), 'utf8')).replace(schemaLine, '')
}

/** The comment before the recipe as one text: what it is, and after whom. */
function readHead(text: string): string {
  const [head = ''] = /^(?:#.*\n)*/.exec(text) ?? []
  return head
    .split('\n')
    .map((line) => line.replace(/^#\s*/, ''))
    .filter((line) => line !== '')
    .join(' ')
}

/** @throws Error when it is in none of the places where a build puts it: the installation is damaged. */
function findRecipesFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  // Bundles lie in dist/<x>/, with assets/ beside dist/; a packaged program has the recipes beside its own folder.
  const folders = ['../../assets/recipes', '../../../recipes', '../../../../assets/recipes'].map((each) =>
    path.resolve(here, each),
  )
  const folder = folders.find((each) => existsSync(path.join(each, 'recipe.schema.json')))
  if (folder !== undefined) return folder
  const looked = folders.map((each) => `  ${each}`).join('\n')
  throw new Error(`The recipes that come with the program are missing. Looked for:\n${looked}\nInstall the program again.`)
}
