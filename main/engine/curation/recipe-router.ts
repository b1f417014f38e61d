import { implement } from '@orpc/server'
import { recipeContract } from '#contracts/recipe'
import type { RecipeBook } from './recipe.ts'

/** Serves the recipe contract. */
export function createRecipeRouter({ recipes }: { recipes: RecipeBook }) {
  const os = implement(recipeContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => recipes.watch(signal)),
    setCuts: os.setCuts.handler(({ input }) => recipes.setCuts(input.cuts)),
    setText: os.setText.handler(({ input }) => recipes.setText(input.text)),
    undo: os.undo.handler(() => recipes.undo()),
    redo: os.redo.handler(() => recipes.redo()),
    saveFile: os.saveFile.handler(({ input }) => recipes.saveFile(input.file, input.replace)),
    loadFile: os.loadFile.handler(({ input }) => recipes.loadFile(input.file)),
  })
}
