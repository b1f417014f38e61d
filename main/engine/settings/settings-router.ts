import { implement } from '@orpc/server'
import { settingsContract } from '#contracts/settings'
import type { SettingsStore } from './settings.ts'

/** Serves the settings contract. */
export function createSettingsRouter({ settings }: { settings: SettingsStore }) {
  const os = implement(settingsContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => settings.watch(signal)),
    update: os.update.handler(({ input }) => settings.update(input)),
  })
}
