import { basename, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { type ExportOptions, exportsContract } from '#contracts/exports'
import type { FileGuard } from '../../platform/file-guard.ts'
import type { OpenProject } from '../project/project.ts'
import { readQuery } from '../search/document-search.ts'
import { checkExportTarget } from './check-target.ts'

export interface ExportJobs {
  start(job: { kind: 'export'; title: string; parameters: ExportOptions; project: string | null }): number
}

/** Serves the exports contract. `getProject` fails when the project that is meant is not the open one. */
export function createExportsRouter(options: {
  getProject: (meant: string | null) => OpenProject
  jobs: ExportJobs
  files: FileGuard
}) {
  const { getProject, jobs, files } = options
  const os = implement(exportsContract)
  return os.router({
    start: os.start.handler(async ({ input: { project: meant, ...input } }) => {
      const project = getProject(meant)
      const parameters = { ...input, target: resolve(input.target) }
      readQuery(input.query.text, { snapshot: project.snapshot(), project })
      for (const name of input.signals ?? []) await project.readColumn(name)
      await checkExportTarget({ files, projectFolder: project.folder }, parameters)
      const title = `Export to ${basename(parameters.target)}`
      return { jobId: jobs.start({ kind: 'export', title, parameters, project: meant }) }
    }),
  })
}
