import { basename, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { reviewContract } from '#contracts/review'
import type { Rule } from '#contracts/rule'
import { toFileError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import { openRegularFile } from '../../platform/regular-file.ts'
import type { Projects } from '../project/projects.ts'
import { checkLabelsFile } from './export-labels.ts'
import { listQueues } from './list-queues.ts'
import type { ProjectLabels } from './project-labels.ts'
import type { Review } from './review.ts'

/** Starts what `createExportLabelsJob` and `createImportLabelsJob` do, and gives the id of the job. */
export interface LabelJobs {
  start(job: {
    kind: 'import-labels' | 'export-labels'
    title: string
    parameters: { file: string; replace?: string | null }
    project: string | null
  }): number
}

/** Serves the review contract. */
export function createReviewRouter(options: {
  review: Review
  labels: Pick<ProjectLabels, 'state'>
  projects: Pick<Projects, 'getOpen'>
  jobs: LabelJobs
  files: FileGuard
  getRules: () => readonly Rule[]
}) {
  const { review, labels, projects, jobs, files, getRules } = options
  const os = implement(reviewContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => labels.state.watch(signal)),
    queues: os.queues.handler(() => listQueues(getRules(), projects.getOpen('review its documents').listSignals())),
    setLabel: os.setLabel.handler(({ input }) => review.setLabel(input)),
    setNote: os.setNote.handler(({ input }) => review.setNote(input)),
    setMetadata: os.setMetadata.handler(({ input }) => review.setMetadata(input)),
    countAll: os.countAll.handler(({ input, signal }) => review.countAll(input.query, signal)),
    labelAll: os.labelAll.handler(({ input, signal }) => review.labelAll(input, signal)),
    setMetadataAll: os.setMetadataAll.handler(({ input, signal }) => review.setMetadataAll(input, signal)),
    undo: os.undo.handler(({ input }) => review.step('undo', input.project)),
    redo: os.redo.handler(({ input }) => review.step('redo', input.project)),
    exportLabels: os.exportLabels.handler(async ({ input: { replace, project, ...input } }) => {
      projects.getOpen('export its labels', project)
      const file = resolve(input.file)
      await checkLabelsFile(files, { file, replace })
      const title = `Export labels to ${basename(file)}`
      return { jobId: jobs.start({ kind: 'export-labels', title, parameters: { file, replace }, project }) }
    }),
    importLabels: os.importLabels.handler(async ({ input: { project, ...input } }) => {
      projects.getOpen('import labels into it', project)
      const file = resolve(input.file)
      await files.checkRead(file, 'Importing labels')
      await assertReadable(file)
      return {
        jobId: jobs.start({
          kind: 'import-labels',
          title: `Import labels from ${basename(file)}`,
          parameters: { file },
          project,
        }),
      }
    }),
  })
}

/** What cannot be opened is told at once, and not by a job that fails. */
async function assertReadable(file: string): Promise<void> {
  try {
    const { handle } = await openRegularFile(file)
    await handle.close()
  } catch (error) {
    throw toFileError(error, file, 'Importing labels')
  }
}
