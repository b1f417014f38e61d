import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecentProject } from '#contracts/dataset'
import { writeFileAtomic } from '../../platform/atomic-file.ts'
import { findSystemCode } from '../../platform/file-error.ts'
import type { Log } from '../../platform/log.ts'
import { makeFolder } from '../../platform/make-folder.ts'
import { getProjectFile } from './project-file.ts'

const storedList = z.array(z.object({ folder: z.string(), name: z.string(), openedAt: z.number() }))
const maxLength = 20

/** The projects opened last, newest first, kept in the user's data folder. */
export interface RecentProjects {
  list(): Promise<RecentProject[]>
  /** Puts a project first. It never fails: opening a project does not depend on it. */
  add(project: { folder: string; name: string }): Promise<void>
}

export function createRecentProjects({ userDataFolder, log }: { userDataFolder: string; log: Log }): RecentProjects {
  const file = join(userDataFolder, 'recent-projects.json')

  async function read(): Promise<z.infer<typeof storedList>> {
    try {
      return storedList.parse(JSON.parse(await readFile(file, 'utf8')))
    } catch (error) {
      // A list that cannot be read is lost, not in the way: the projects themselves are elsewhere.
      if (findSystemCode(error) !== 'ENOENT')
        log.warn('the list of recent projects is not readable', { file, reason: String(error) })
      return []
    }
  }

  return {
    async list() {
      return (await read()).map((entry) => ({ ...entry, exists: existsSync(getProjectFile(entry.folder)) }))
    },
    async add({ folder, name }) {
      const others = (await read()).filter((entry) => entry.folder !== folder)
      const list = [{ folder, name, openedAt: Date.now() }, ...others].slice(0, maxLength)
      try {
        await makeFolder(userDataFolder)
        await writeFileAtomic(file, JSON.stringify(list, null, 2))
      } catch (error) {
        log.warn('the list of recent projects was not stored', { file, reason: String(error) })
      }
    },
  }
}
