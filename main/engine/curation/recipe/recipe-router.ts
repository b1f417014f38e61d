import { implement } from '@orpc/server'
import { recipeContract } from '#contracts/recipe'
import { listBundledRecipes, readBundledRecipe } from './bundled-recipes.ts'
import { exportRecipe } from './foreign/export-recipe.ts'
import type { RecipeBook } from './recipe-book.ts'
import { createRecipeJsonSchema } from './recipe-schema.ts'
import { findRecipeProblem, parseRecipe } from './recipe-yaml.ts'

/** Serves the recipe contract. `assertOpen` fails when the project that is meant is not the open one. */
export function createRecipeRouter(options: { recipes: RecipeBook; assertOpen: (meant: string | null) => void }) {
  const { recipes, assertOpen } = options
  const getMeant = ({ project }: { project: string | null }) => {
    assertOpen(project)
    return recipes
  }
  const os = implement(recipeContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => recipes.watch(signal)),
    setRules: os.setRules.handler(({ input }) => getMeant(input).setRules(input.rules)),
    setText: os.setText.handler(({ input }) => getMeant(input).setText(input.text)),
    check: os.check.handler(({ input }) => ({ problem: findRecipeProblem(input.text) })),
    schema: os.schema.handler(() => ({ schema: JSON.parse(createRecipeJsonSchema()) as Record<string, unknown> })),
    undo: os.undo.handler(({ input }) => getMeant(input).undo()),
    redo: os.redo.handler(({ input }) => getMeant(input).redo()),
    saveFile: os.saveFile.handler(({ input }) => getMeant(input).saveFile(input.file, input.replace)),
    convert: os.convert.handler(({ input }) => exportRecipe(parseRecipe(input.text), input.program)),
    exportFile: os.exportFile.handler(({ input }) => getMeant(input).exportFile(input.program, input.file, input.replace)),
    listBundled: os.listBundled.handler(async () => ({ recipes: await listBundledRecipes() })),
    takeBundled: os.takeBundled.handler(async ({ input }) => {
      const text = await readBundledRecipe(input.id)
      // Only now: another project may have been opened meanwhile.
      return getMeant(input).setText(text)
    }),
    loadFile: os.loadFile.handler(({ input }) => getMeant(input).loadFile(input.file)),
  })
}
