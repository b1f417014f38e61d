import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import type { Project } from '#contracts/dataset'
import { isAppError } from '#contracts/errors'
import type { dataContract } from '#contracts/workbench'
import { toFileError } from '../platform/file-error.ts'
import type { Log } from '../platform/log.ts'
import type { SettingsStore } from '../settings/settings.ts'

/** The sample data as a project in the user's data folder, so that nothing appears unasked among a person's documents. */
export interface SampleProject {
  /** As `sample.open`. */
  open(): Promise<Project>
  /**
   * Opens it where the program was never used before, and notes that, so that whoever closes or deletes it does not get it back. Does nothing
   * at any later start. A failure is in the log: the program can be used without.
   */
  offer(): Promise<void>
}

/** What the lines of the sample hold. */
const mapping = { text: 'text', path: 'path', language: 'language', licence: 'licence', repo: 'repo' } as const

export function createSampleProject(options: {
  userDataFolder: string
  /** The JSON Lines that it is made of. */
  sampleFile: string
  settings: SettingsStore
  data: ContractRouterClient<Pick<typeof dataContract, 'dataset' | 'imports' | 'jobs'>>
  log: Log
}): SampleProject {
  const { userDataFolder, sampleFile, settings, data, log } = options

  async function open(): Promise<Project> {
    const project = await openOrMake()
    await importDocuments(project)
    return project
  }

  /** The first of the folders `sample`, `sample-2` … that holds a project, or can hold one. */
  async function openOrMake(): Promise<Project> {
    for (let number = 1; ; number++) {
      const folder = join(userDataFolder, number === 1 ? 'sample' : `sample-${number}`)
      try {
        return await data.dataset.openProject({ folder })
      } catch (error) {
        if (!isAppError(error, 'project.not-found')) throw error
      }
      // Before a project is made that would stay empty.
      await access(sampleFile).catch((error) => Promise.reject(toFileError(error, sampleFile, 'Opening the sample')))
      try {
        return await data.dataset.createProject({ folder, name: 'Sample' })
      } catch (error) {
        // Something else is there. It stays.
        if (!isAppError(error, 'input.invalid') || number === 100) throw error
      }
    }
  }

  /** Begins the import, or goes on with one that the end of the program interrupted. One that a person stopped stays as it is. */
  async function importDocuments({ folder: project }: Project): Promise<void> {
    const sources = await data.dataset.sources()
    const newest = (await readFirst(await data.jobs.watch()))?.find(({ kind }) => kind === 'import')
    if (newest?.state === 'interrupted') await data.jobs.resume({ jobId: newest.id, project })
    if (newest || sources.length > 0) return
    const location = { kind: 'jsonl', path: sampleFile, table: null } as const
    await data.imports.start({ inputs: [{ location, mapping }], project })
  }

  return {
    open,
    async offer() {
      const { sample, project } = settings.get()
      if (sample.offered) return
      try {
        const isNew = project.folder === null && (await data.dataset.recentProjects()).length === 0
        const opened = isNew ? await open() : null
        await settings.update({ sample: { offered: true }, ...(opened && { project: { folder: opened.folder } }) })
      } catch (error) {
        log.warn('the sample project was not made', { file: sampleFile, reason: String(error) })
      }
    },
  }
}

async function readFirst<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of stream) return item
  return undefined
}
