import type { Project } from '#contracts/dataset'
import { createWatchedStore } from './watch.ts'

/** The open project, as the engine last said. */
export const projectStore = createWatchedStore<Project | null>((client, signal) =>
  client.dataset.watchProject(undefined, { signal }),
)

/** The open project; null when none is open, undefined until the engine has answered. Compare `revision` to know that data changed. */
export function useProject(): Project | null | undefined {
  return projectStore((state) => state.value)
}
