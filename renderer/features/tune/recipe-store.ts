import type { RecipeProgram, RecipeState } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { client } from '../../app/connection/client.ts'
import { createWatchedStore } from '../../app/connection/watch.ts'
import { notify, reportError } from '../../app/notices/notify.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { getShownProject } from '../../app/project/project-store.ts'
import { confirmReplace } from '../../app/questions/confirm-replace.ts'
import { text } from './text.ts'

/** The recipe of the open project as the engine last said; null without a project. */
export const recipeStore = createWatchedStore<RecipeState | null>((current, signal) =>
  current.recipe.watch(undefined, { signal }),
)

/** Runs a change of the recipe and shows its outcome at once, without waiting for the stream. Answers whether it worked. */
export async function changeRecipe(change: () => Promise<RecipeState>): Promise<boolean> {
  try {
    recipeStore.setState({ value: await change() })
    return true
  } catch (error) {
    reportError(error)
    return false
  }
}

const extensions = ['yaml', 'yml']

/** The name of a recipe as a file may have it. */
function toFileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
}

export async function saveRecipe(): Promise<void> {
  const state = recipeStore.getState().value
  if (!state) return
  const project = getShownProject()
  const suggestedName = `${toFileName(state.recipe.name)}.yaml`
  const file = await pickPath({ kind: 'save-file', title: 'Save the recipe', suggestedName, extensions })
  if (file === null) return
  try {
    const saved = await confirmReplace((replace) => client.recipe.saveFile({ file, replace, project }))
    if (saved) recipeStore.setState({ value: saved })
  } catch (error) {
    reportError(error)
  }
}

export async function loadRecipe(): Promise<void> {
  const project = getShownProject()
  const file = await pickPath({ kind: 'open-file', title: 'Load a recipe', extensions })
  if (file !== null) await changeRecipe(() => client.recipe.loadFile({ file, project }))
}

/** Asks where to, and writes the recipe for another program. Answers whether it is there. */
export async function exportRecipeFor(program: RecipeProgram): Promise<boolean> {
  const state = recipeStore.getState().value
  if (!state) return false
  const project = getShownProject()
  const suggestedName = `${toFileName(state.recipe.name)}-${program}.yaml`
  const file = await pickPath({ kind: 'save-file', title: text.exportRecipe.saveTitle, suggestedName, extensions })
  if (file === null) return false
  try {
    const written = await confirmReplace((replace) => client.recipe.exportFile({ program, file, replace, project }))
    if (written) notify({ tone: 'success', title: text.exportRecipe.saved(showText(file)) })
    return written !== null
  } catch (error) {
    reportError(error)
    return false
  }
}
