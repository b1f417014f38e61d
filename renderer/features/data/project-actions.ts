import { pickPath } from '../../app/path-picker/pick-path.ts'
import { openProject } from '../../app/project/project-session.ts'
import { text } from './text.ts'

/** Asks for a project's folder and opens it. */
export async function pickAndOpenProject(): Promise<void> {
  const folder = await pickPath({ kind: 'open-folder', title: text.openProjectTitle })
  if (folder !== null) await openProject(folder)
}
