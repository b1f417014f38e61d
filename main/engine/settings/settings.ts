import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { type Settings, type SettingsUpdate, settings as settingsSchema } from '#contracts/settings'
import { writeFileAtomic } from '../platform/atomic-file.ts'
import { findSystemCode, toFileError } from '../platform/file-error.ts'
import type { Log } from '../platform/log.ts'
import { makeFolder } from '../platform/make-folder.ts'
import { createObservable } from '../platform/observable.ts'

/** What a person chose, kept in `settings.json` of the user's data folder. */
export interface SettingsStore extends AsyncDisposable {
  get(): Settings
  /** Replaces whole sections and answers when they are on disk. On `file.failed` the settings stay as they were. */
  update(update: SettingsUpdate): Promise<Settings>
  watch(signal?: AbortSignal): AsyncGenerator<Settings, void, undefined>
  /** Waits until every update that was asked for is on disk, or has failed. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Reads the settings. A damaged file is set aside as `settings.damaged-<time>.json`, and the defaults apply. */
export async function openSettings(options: { userDataFolder: string; log: Log }): Promise<SettingsStore> {
  const file = path.join(options.userDataFolder, 'settings.json')
  const current = createObservable(await readSettings(file, options.log))
  let lastUpdate: Promise<unknown> = Promise.resolve()

  async function applyUpdate(update: SettingsUpdate): Promise<Settings> {
    // The schema again, because a section that is undefined would otherwise replace the one in force.
    const given = Object.entries(update).filter(([, section]) => section !== undefined)
    const next = settingsSchema.parse({ ...current.get(), ...Object.fromEntries(given) })
    try {
      await makeFolder(options.userDataFolder)
      await writeFileAtomic(file, `${JSON.stringify(next, null, 2)}\n`)
    } catch (error) {
      throw toFileError(error, file, 'Saving the settings')
    }
    current.set(next)
    return next
  }

  return {
    get: () => current.get(),
    update(update) {
      // One after the other: two updates at once would each write the section that the other one replaced.
      const updated = lastUpdate.then(() => applyUpdate(update))
      // Whoever called gets the failure; the next update must not.
      lastUpdate = updated.catch(() => undefined)
      return updated
    },
    watch: (signal) => current.watch(signal),
    async [Symbol.asyncDispose]() {
      await lastUpdate
    },
  }
}

async function readSettings(file: string, log: Log): Promise<Settings> {
  const defaults = settingsSchema.parse({})
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    // Missing on the first start; unreadable settings must not keep the program from starting.
    if (findSystemCode(error) !== 'ENOENT') log.warn('settings could not be read; defaults apply', { file, error: String(error) })
    return defaults
  }
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch (error) {
    const aside = path.join(path.dirname(file), `settings.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`)
    log.warn('settings are damaged; they were set aside and defaults apply', { file, aside, error: String(error) })
    await rename(file, aside).catch((cause: unknown) =>
      log.warn('settings could not be set aside', { file, error: String(cause) }),
    )
    return defaults
  }
}
