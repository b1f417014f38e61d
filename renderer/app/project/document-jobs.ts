import { client } from '../connection/client.ts'
import { reportError } from '../notices/notify.ts'
import { pickPath } from '../path-picker/pick-path.ts'
import { confirmReplace } from '../questions/confirm-replace.ts'
import { projectStore } from './project-store.ts'

/** Asks for a folder of code and starts to import it into the open project. */
export async function importFolder(): Promise<void> {
  const folder = await pickPath({ kind: 'open-folder', title: 'Import a folder of code' })
  if (folder === null) return
  try {
    await client.dataset.importFolder({ folder })
  } catch (error) {
    reportError(error)
  }
}

export type ExportChoice = 'kept' | 'dropped' | 'all'

/** Asks for a file and starts to write documents to it. */
export async function exportDocuments(which: ExportChoice): Promise<void> {
  const name = projectStore.getState().value?.name ?? 'documents'
  const file = await pickPath({
    kind: 'save-file',
    title: which === 'all' ? 'Export all documents' : `Export ${which} documents`,
    suggestedName: `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}-${which}.jsonl`,
    extensions: ['jsonl'],
  })
  if (file === null) return
  try {
    await confirmReplace((replace) => client.dataset.exportDocuments({ file, which, replace }))
  } catch (error) {
    reportError(error)
  }
}

/** Starts to score every document with the loaded model. */
export async function scoreWithModel(): Promise<void> {
  try {
    // The schema fills in how many tokens of a document are read.
    await client.curation.scoreWithModel({})
  } catch (error) {
    reportError(error)
  }
}
