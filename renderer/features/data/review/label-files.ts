import { client } from '../../../app/connection/client.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { pickPath } from '../../../app/path-picker/pick-path.ts'
import { getShownProject, projectStore } from '../../../app/project/project-store.ts'
import { confirmReplace } from '../../../app/questions/confirm-replace.ts'
import { text } from './text.ts'

const extensions = ['jsonl']

/** Asks for a file and starts to write all labels to it. */
export async function exportLabels(): Promise<void> {
  const project = getShownProject()
  const name = projectStore.getState().value?.name ?? 'documents'
  const suggestedName = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}-labels.jsonl`
  const file = await pickPath({ kind: 'save-file', title: text.exportTitle, suggestedName, extensions })
  if (file === null) return
  try {
    await confirmReplace((replace) => client.review.exportLabels({ project, file, replace }))
  } catch (error) {
    reportError(error)
  }
}

/** Asks for a file and starts to take labels from it. */
export async function importLabels(): Promise<void> {
  const project = getShownProject()
  const file = await pickPath({ kind: 'open-file', title: text.importTitle, extensions })
  if (file === null) return
  try {
    await client.review.importLabels({ project, file })
  } catch (error) {
    reportError(error)
  }
}
