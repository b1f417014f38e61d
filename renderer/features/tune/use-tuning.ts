import { useEffect } from 'react'
import type { Project } from '#contracts/dataset'
import { takeParams, usePlaceParams } from '../../app/navigation.ts'
import { recipeStore } from './recipe-store.ts'
import { enterProject, useTuneStore } from './tune-store.ts'
import { askPreview, chooseSignal, commitNow, loadSignals } from './tuning.ts'

/** Pause in the changes of a project, while a job runs, before its columns are read again. */
const SETTLE_MS = 400

/** Keeps the place in step with the project and the recipe, and goes to the signal that another place asked for. */
export function useTuning(project: Project): void {
  const { folder, revision } = project
  const recipe = recipeStore((state) => state.value)
  const params = usePlaceParams('tune')
  const isReady = useTuneStore((state) => state.signals.status === 'ready')

  // biome-ignore lint/correctness/useExhaustiveDependencies: folder and revision say when there is something new
  useEffect(() => {
    enterProject(project)
    const aborter = new AbortController()
    const isFirst = useTuneStore.getState().signals.status !== 'ready'
    const timer = setTimeout(() => void loadSignals(aborter.signal), isFirst ? 0 : SETTLE_MS)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
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
