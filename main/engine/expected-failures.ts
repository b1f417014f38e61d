import { os } from '@orpc/server'
import { AppError, isAppError } from '#contracts/errors'
import { toInvalidInput } from '#contracts/wire/invalid-input'
import { getProjectFile } from './dataset/project/project-file.ts'
import type { Projects } from './dataset/project/projects.ts'
import { toSystemFailure } from './platform/file-error.ts'
import { toSqliteFailure } from './platform/sqlite.ts'

/**
 * Around every procedure: what the machine or a person can do to a call is told in words, wherever in the services it was met.
 *
 * A full disk fails any statement that writes, and a project may be closed while a call that began with it still reads; no service can
 * know all places where that shows. `projects` is null where no call is about one.
 */
export function expectFailures({ projects }: { projects: Pick<Projects, 'current'> | null }) {
  return os.middleware(async ({ next, signal }) => {
    const project = projects?.current.get()
    try {
      return await next()
    } catch (error) {
      if (isAppError(error) || signal?.aborted) throw error
      const invalid = toInvalidInput(error)
      if (invalid) throw invalid
      if (project && projects?.current.get() !== project) {
        const message = `The project ${project.folder} was closed before this was answered. Open it and try again.`
        throw new AppError('project.not-open', message, {}, { cause: error })
      }
      throw toSystemFailure(project ? toSqliteFailure(error, getProjectFile(project.folder)) : error)
    }
  })
}
