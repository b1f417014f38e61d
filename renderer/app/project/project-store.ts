import type { Project } from '#contracts/dataset'
import { createWatchedStore } from '../connection/watch.ts'
import { announceSwitches, reopenProject } from './project-session.ts'

/** The open project, as the engine last said. The one of last time is opened first, so that nobody sees "No project" before it. */
export const projectStore = createWatchedStore<Project | null>(async (client, signal) => {
  await reopenProject(client, signal)
  return announceSwitches(await client.dataset.watchProject(undefined, { signal }))
})

/** The open project; null when none is open, undefined until the engine has answered. Compare `revision` to know that data changed. */
export function useProject(): Project | null | undefined {
  return projectStore((state) => state.value)
}

/** The folder of the project on the screen: what a person asks for is meant for that one, whichever is open when the engine hears of it. */
export function getShownProject(): string | null {
  return projectStore.getState().value?.folder ?? null
}
