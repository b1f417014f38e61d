import type { Settings } from '#contracts/settings'
import { client } from '../connection/client.ts'
import { createWatchedStore } from '../connection/watch.ts'
import { reportError } from '../notices/notify.ts'

/** What the person chose, as the engine last said. */
export const settingsStore = createWatchedStore<Settings>((current, signal) => current.settings.watch(undefined, { signal }))

/** The settings; undefined until the engine has answered. */
export function useSettings(): Settings | undefined {
  return settingsStore((state) => state.value)
}

/** Replaces whole sections of the settings. They hold at once, so that the next click builds on this one; failures are reported and taken back. */
export async function updateSettings(sections: Partial<Settings>): Promise<void> {
  const { value: before } = settingsStore.getState()
  if (before) settingsStore.setState({ value: { ...before, ...sections } })
  try {
    settingsStore.setState({ value: await client.settings.update(sections) })
  } catch (error) {
    settingsStore.setState({ value: before })
    reportError(error)
  }
}
