import { BundledRecipesDialog } from './bundled-recipes-dialog.tsx'
import { ExportRecipeDialog } from './export-recipe/export-recipe-dialog.tsx'
import { RunsDialog } from './runs/runs-dialog.tsx'
import { useTuneDialogs } from './tune-dialogs.ts'

/** The dialog of the Tune place that is open, if one is. */
export function OpenTuneDialog() {
  const dialog = useTuneDialogs((state) => state.open)
  switch (dialog) {
    case 'bundled':
      return <BundledRecipesDialog />
    case 'export':
      return <ExportRecipeDialog />
    case 'runs':
      return <RunsDialog />
    case null:
      return null
  }
}
