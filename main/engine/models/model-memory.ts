import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Log } from '#engine/platform/log'

const memory = z.object({
  /** GGUF files and folders that a person added, as absolute paths, in the order in which they were added. */
  added: z.array(z.string()).default([]),
  lastLoaded: z.string().nullable().default(null),
})
export type RememberedModels = z.infer<typeof memory>

/** What is remembered about models between runs: `models.json` in the user's data folder. */
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
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return memory.parse({})
      throw error
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
        await mkdir(userDataFolder, { recursive: true })
        await writeFile(`${file}.new`, `${JSON.stringify(changed, null, 2)}\n`)
        await rename(`${file}.new`, file)
      })
      last = done.catch(() => {})
      return done
    },
  }
}
