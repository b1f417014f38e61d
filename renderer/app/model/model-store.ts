import type { ModelState } from '#contracts/models'
import { createWatchedStore } from '../connection/watch.ts'

/** The model that is loaded, or what became of it, as the engine last said. */
export const modelStore = createWatchedStore<ModelState>((client, signal) => client.models.watch(undefined, { signal }))

/** The state of the model; undefined until the engine has answered. */
export function useModelState(): ModelState | undefined {
  return modelStore((state) => state.value)
}
