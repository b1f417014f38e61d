import type { RecipeBook } from '../curation/recipe/recipe-book.ts'
import { listDemands } from '../curation/recipe/recipe-demands.ts'
import { markStaleSteps } from '../curation/run/mark-stale-steps.ts'
import { planSteps } from '../curation/run/plan-steps.ts'
import { steps } from '../curation/steps/steps.ts'
import type { Projects } from '../dataset/project/projects.ts'
import type { Log } from '../platform/log.ts'

/** Marks as stale what the recipe, as it is now, would measure anew. Ends with the thread. */
export async function followRecipeSteps({
  projects,
  recipes,
  log,
}: {
  projects: Projects
  recipes: RecipeBook
  log: Log
}): Promise<void> {
  for await (const state of recipes.watch()) {
    const project = projects.current.get()
    if (!project || !state) continue
    try {
      const { listed, wanted } = listDemands(state.recipe)
      if (markStaleSteps(project.database, planSteps(steps, listed, wanted))) project.markColumnsChanged('now')
    } catch (error) {
      // A recipe of an older or newer program, say, with a step that there is not: a run of it says so.
      log.warn('what the recipe would measure anew is not known', { folder: project.folder, reason: String(error) })
    }
  }
}
