import { rm } from 'node:fs/promises'
import { AppError } from '#contracts/errors'
import type { OpenProject } from '../../dataset/project/project.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { toFileError } from '../../platform/file-error.ts'
import { getStepFolder } from '../run/step-folder.ts'
import { createStepStore } from '../run/step-store.ts'

/**
 * Deletes what a step trained in the project, so that its next run trains anew. Values that it measured stay until then. Nothing happens when
 * the step trained nothing. Fails with `job.conflict` while steps run.
 */
export async function removeTrainedModel(
  project: Pick<OpenProject, 'database' | 'folder' | 'assertInPlace'>,
  kind: string,
  jobs: Pick<Jobs, 'list'>,
): Promise<void> {
  const running = jobs.list.get().find((job) => job.kind === 'curate' && job.state === 'running')
  if (running) {
    const reason = `“${running.title}” may be using it`
    throw new AppError('job.conflict', `The model cannot be removed now: ${reason}. Wait for its end, or cancel it.`, {
      jobId: running.id,
      reason,
    })
  }
  project.assertInPlace()
  const store = createStepStore(project.database)
  const stored = store.find(kind)
  if (!stored?.prepared) return
  const { preparedFolder } = getStepFolder(project.folder, stored)
  // What is stored goes first: files without it are removed by the next run, and it without files would be made again.
  store.reset(stored.id)
  await rm(preparedFolder, { recursive: true, force: true }).catch((error: unknown) => {
    throw toFileError(error, preparedFolder, 'Removing a trained model')
  })
}
