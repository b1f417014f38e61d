import { SlidersHorizontal } from 'lucide-react'
import { runCommand, useCommand } from '../../app/commands/commands.ts'
import { openExport } from '../../app/export/export-request.ts'
import { notify } from '../../app/notices/notify.ts'
import { runRecipe, scoreWithModel } from '../../app/project/document-jobs.ts'
import { useProject } from '../../app/project/project-store.ts'
import { navigate } from '../../app/shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { loadRecipe, recipeStore, saveRecipe } from './recipe-store.ts'
import { text } from './text.ts'
import { useTuneDialogs } from './tune-dialogs.ts'
import { useTuneStore } from './tune-store.ts'
import { TuneView } from './tune-view.tsx'
import { redo, undo } from './tuning.ts'
import './tune.css'

/** A run is of the recipe as it was applied; what is written beside it is not in it, and that must not be found out later. */
function runWhatIsApplied(): void {
  if (useTuneStore.getState().recipeEdit === null) void runRecipe()
  else notify({ tone: 'warning', ...text.run.notApplied })
}

/** The place to move thresholds by hand. */
export function TunePlace() {
  const project = useProject()
  const recipe = recipeStore((state) => state.value) ?? null
  const hasDocuments = project !== null && project !== undefined && project.documentCount > 0
  const hasRecipe = recipe !== null

  useCommand('recipe.undo', recipe?.canUndo ? undo : null)
  useCommand('recipe.redo', recipe?.canRedo ? redo : null)
  useCommand('recipe.save', hasRecipe ? () => void saveRecipe() : null)
  useCommand('recipe.load', hasRecipe ? () => void loadRecipe() : null)
  // A recipe may list steps and have no rule.
  const isSomething = hasRecipe && recipe.recipe.rules.length + recipe.recipe.steps.length > 0
  useCommand('recipe.bundled', hasRecipe && hasDocuments ? () => useTuneDialogs.setState({ open: 'bundled' }) : null)
  useCommand('recipe.export', hasDocuments && isSomething ? () => useTuneDialogs.setState({ open: 'export' }) : null)
  useCommand('recipe.run', hasDocuments && isSomething ? runWhatIsApplied : null)
  useCommand('recipe.runs', hasDocuments ? () => useTuneDialogs.setState({ open: 'runs' }) : null)
  useCommand('data.export', hasDocuments ? () => openExport({ which: 'kept', shown: null }) : null)
  useCommand('data.score', hasDocuments ? () => void scoreWithModel() : null)

  if (project === undefined) {
    return (
      <div className="tune-waiting">
        <Spinner label={text.loading} />
      </div>
    )
  }
  if (project === null) {
    return (
      <EmptyState
        icon={SlidersHorizontal}
        title={text.noProject.title}
        actions={
          <Button variant="primary" data-place-focus onPress={() => navigate('data')}>
            {text.noProject.open}
          </Button>
        }
      >
        {text.noProject.body}
      </EmptyState>
    )
  }
  if (!hasDocuments) {
    return (
      <EmptyState
        icon={SlidersHorizontal}
        title={text.empty.title}
        actions={
          <Button variant="primary" data-place-focus onPress={() => runCommand('data.import-folder')}>
            {text.empty.import}
          </Button>
        }
      >
        {text.empty.body}
      </EmptyState>
    )
  }
  // Nothing that is half done in one project goes over into another.
  return <TuneView key={project.folder} project={project} />
}
