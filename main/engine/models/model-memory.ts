import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '#engine/platform/atomic-file'
import { findSystemCode, toFileError } from '#engine/platform/file-error'
import type { Log } from '#engine/platform/log'
import { makeFolder } from '#engine/platform/make-folder'

const memory = z.object({
  /** GGUF files and folders that a person added, as absolute paths, in the order in which they were added. */
  added: z.array(z.string()).default([]),
  /** Files in those folders that are not wanted in the list. */
  forgotten: z.array(z.string()).default([]),
  lastLoaded: z.string().nullable().default(null),
})
export type RememberedModels = z.infer<typeof memory>

/** What is remembered about models between runs: `models.json` in the user's data folder. Fails with `file.failed`. */
export interface ModelMemory {
  read(): Promise<RememberedModels>
  /** Changes are written one after the other, each whole or not at all. */
  update(change: (remembered: RememberedModels) => RememberedModels): Promise<void>
}

export function createModelMemory({ userDataFolder, log }: { userDataFolder: string; log: Log }): ModelMemory {
  const file = path.join(userDataFolder, 'models.json')
  let last: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<RememberedModels> => {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if (findSystemCode(error) === 'ENOENT') return memory.parse({})
      // Not started anew: the next change would replace a list that can be read again tomorrow.
      throw toFileError(error, file, 'Reading the list of models')
    }
    try {
      return memory.parse(JSON.parse(text))
    } catch (error) {
      // Losing a list of paths must not keep the workbench from starting; the models themselves are untouched.
      log.warn('models.json cannot be read and is started anew', { file, reason: String(error) })
      return memory.parse({})
    }
  }
  return {
    read,
    update(change) {
      const done = last.then(async () => {
        const changed = change(await read())
        try {
          await makeFolder(userDataFolder)
          await writeFileAtomic(file, `${JSON.stringify(changed, null, 2)}\n`)
        } catch (error) {
          throw toFileError(error, file, 'Saving the list of models')
        }
      })
      // Whoever called gets the failure; the next change must not.
      last = done.catch(() => {})
      return done
    },
  }
}
