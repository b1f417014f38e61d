import { client } from '../../app/client.ts'
import { reportError } from '../../app/notify.ts'
import { pickPath } from '../../app/pick-path.ts'
import { text } from './text.ts'

/** Asks for a project's folder and opens it. */
export async function pickAndOpenProject(): Promise<void> {
  const folder = await pickPath({ kind: 'open-folder', title: text.openProjectTitle })
  if (folder !== null) await openProject(folder)
}

export async function openProject(folder: string): Promise<void> {
  try {
    await client.dataset.openProject({ folder })
  } catch (error) {
    reportError(error, () => void openProject(folder))
  }
}

export async function closeProject(): Promise<void> {
  try {
    await client.dataset.closeProject()
  } catch (error) {
    reportError(error)
  }
}
