import { useEffect } from 'react'
import type { Project } from '#contracts/dataset'
import { takeParams, usePlaceParams } from '../../app/shell/navigation.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { recipeStore } from './recipe-store.ts'
import { enterProject, useTuneStore } from './tune-store.ts'
import { askPreview, chooseSignal, commitNow, loadSignals } from './tuning.ts'

/** How often distributions are measured again while a job changes the project. */
const REFRESH_MS = 1000

/** Keeps the place in step with the project and the recipe, and goes to the signal that another place asked for. */
export function useTuning(project: Project): void {
  const { folder } = project
  const revision = useThrottled(project.dataRevision, REFRESH_MS)
  const recipe = recipeStore((state) => state.value)
  const params = usePlaceParams('tune')
  const isReady = useTuneStore((state) => state.signals.status === 'ready')

  // biome-ignore lint/correctness/useExhaustiveDependencies: folder and revision say when there is something new
  useEffect(() => {
    enterProject(project)
    loadSignals(folder)
  }, [folder, revision])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the recipe is read by askPreview
  useEffect(askPreview, [recipe])

  // Leaving the place lets go of the handle.
  useEffect(() => commitNow, [])

  useEffect(() => {
    if (!params || !isReady) return
    if (params.signal !== undefined) chooseSignal(params.signal)
    takeParams('tune')
  }, [params, isReady])
}
