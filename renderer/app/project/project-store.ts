import type { Project } from '#contracts/dataset'
import type { WorkbenchClient } from '#contracts/workbench'
import { askUntilAnswered } from '../connection/ask-until-answered.ts'
import { type Connection, useConnection } from '../connection/connection.ts'
import { createWatchedStore } from '../connection/watch.ts'
import { announceSwitches, reopenProject } from './project-session.ts'

/** The open project, as the engine last said. The one of last time is opened first, so that nobody sees "No project" before it. */
export const projectStore = createWatchedStore<Project | null>(async (client, signal) => {
  await reopenProject(client, signal)
  return announceSwitches(await client.dataset.watchProject(undefined, { signal }))
})

/** The connection over which the engine last said which project is open. After it was started again it has none until it opened it again. */
let toldOver: Connection | null = null
projectStore.subscribe(() => {
  toldOver = useConnection.getState().connection
})

/** As `waitForConnection`, for what is asked of the open project: it has to be open again first. */
export function waitForProject(signal: AbortSignal, except: Connection | null = null): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      unsubscribe()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      finish()
      reject(signal.reason)
    }
    const check = () => {
      const { connection } = useConnection.getState()
      if (!connection || connection === except || connection !== toldOver) return
      finish()
      resolve(connection)
    }
    const unsubscribe = projectStore.subscribe(check)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    else check()
  })
}

/** Asks for something of the open project, again after the engine went away; see `askUntilAnswered`. */
export function askProject<T>(
  ask: (engine: WorkbenchClient, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return askUntilAnswered(ask, signal, waitForProject)
}

/** The open project; null when none is open, undefined until the engine has answered. Compare its revisions to know what changed. */
export function useProject(): Project | null | undefined {
  return projectStore((state) => state.value)
}

/** The folder of the project on the screen: what a person asks for is meant for that one, whichever is open when the engine hears of it. */
export function getShownProject(): string | null {
  return projectStore.getState().value?.folder ?? null
}
