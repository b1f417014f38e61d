import type { Project } from '#contracts/dataset'
import type { Log } from '../../../platform/log.ts'
import { openReadOnlyDatabase } from '../../../platform/sqlite.ts'
import type { OpenProject } from '../../project/project.ts'
import { getProjectFile } from '../../project/project-file.ts'
import type { Projects } from '../../project/projects.ts'
import { countIndexed, findIndex, getIndexFile } from './index-file.ts'

/** Texts that no index knows are looked at one by one; up to so many, that is as fast as a person notices. */
export const maxUnindexed = 5000
/** Documents have to stand still for this long: an import has the disk to itself. */
const quietMs = 3000

/**
 * Starts the job that indexes texts whenever many documents are not in the index, for as long as the process lives. A job that was stopped
 * is left alone until more documents come in or the project is opened again.
 */
export async function keepIndexed(options: {
  projects: Pick<Projects, 'state' | 'current'>
  startJob: (folder: string) => void
  log: Log
}): Promise<void> {
  const { projects, startJob, log } = options
  let timer: NodeJS.Timeout | undefined
  let seen = ''
  for await (const state of projects.state.watch()) {
    const key = describe(state)
    if (key === seen) continue
    seen = key
    clearTimeout(timer)
    timer = setTimeout(() => {
      const project = projects.current.get()
      if (!project || describe(project.state.get()) !== key) return
      try {
        if (project.documentCount - countIndexedDocuments(project) > maxUnindexed) startJob(project.folder)
      } catch (error) {
        // One runs already, or the disk is away: searches go without, and the next documents try again.
        log.warn('the texts are not being indexed', { folder: project.folder, reason: String(error) })
      }
    }, quietMs).unref()
  }
}

function describe(project: Project | null): string {
  return project ? `${project.documentCount} ${project.folder}` : ''
}

function countIndexedDocuments({ folder }: OpenProject): number {
  const project = openReadOnlyDatabase(getProjectFile(folder))
  try {
    const index = findIndex(getIndexFile(folder), project)
    try {
      return index ? countIndexed(index) : 0
    } finally {
      index?.close()
    }
  } finally {
    project.close()
  }
}
