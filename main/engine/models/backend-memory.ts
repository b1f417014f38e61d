import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { backendName } from '#contracts/models'
import { writeFileAtomic } from '#engine/platform/atomic-file'
import { findSystemCode } from '#engine/platform/file-error'
import type { Log } from '#engine/platform/log'
import { makeFolder } from '#engine/platform/make-folder'

const verdict = z.object({
  /** Driver and program that the verdict is about. */
  version: z.string(),
  /** Null when it works. */
  failure: z.string().nullable(),
  device: z.string(),
})
export type Verdict = z.infer<typeof verdict>
const verdicts = z.partialRecord(backendName, verdict)
export type Verdicts = z.infer<typeof verdicts>

/** Which back-ends passed or failed their trial: `backends.json` in the user's data folder. Losing it costs another trial. */
export interface BackendMemory {
  read(): Promise<Verdicts>
  write(verdicts: Verdicts): Promise<void>
}

export function createBackendMemory({ userDataFolder, log }: { userDataFolder: string; log: Log }): BackendMemory {
  const file = path.join(userDataFolder, 'backends.json')
  return {
    async read() {
      try {
        return verdicts.parse(JSON.parse(await readFile(file, 'utf8')))
      } catch (error) {
        if (findSystemCode(error) !== 'ENOENT')
          log.warn('backends.json cannot be read; back-ends are tried anew', { reason: String(error) })
        return {}
      }
    },
    async write(all) {
      try {
        await makeFolder(userDataFolder)
        await writeFileAtomic(file, `${JSON.stringify(all, null, 2)}\n`)
      } catch (error) {
        log.warn('backends.json cannot be saved; back-ends are tried anew at the next start', { reason: String(error) })
      }
    },
  }
}
