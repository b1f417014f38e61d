import { isAppError } from '#contracts/errors'
import type { OpenTextId } from '#contracts/open-texts'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { fileNameOf } from '../../app/path-picker/host-path.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { changeFile, type EditorFile, findFile, useEditor } from './editor-store.ts'
import { closeFile } from './open-files.ts'
import { markSaved, replaceText, setLanguage, textOf, versionOfText } from './open-texts.ts'
import { text } from './text.ts'

/** The last save that was begun. The next one needs the version that it leaves, or the file would seem to have changed on disk. */
let lastSave: Promise<unknown> = Promise.resolve()

/** Saves a file; one that has no path yet asks for it first. Answers whether it is saved. */
export async function saveFile(id: OpenTextId): Promise<boolean> {
  const file = findFile(id)
  if (!file || file.readOnly) return false
  if (file.path === null) return saveAs(file)
  const { path } = file
  const saved = lastSave.then(() => {
    const now = findFile(id)
    // Closed meanwhile, it has no text any more.
    return now ? write(id, path, now.version) : false
  })
  lastSave = saved
  return saved
}

async function saveAs(file: EditorFile): Promise<boolean> {
  const path = await pickPath({ kind: 'save-file', title: text.saveAs, suggestedName: file.name })
  if (!path) return false
  const { version, realPath } = await findOnDisk(path)
  const isUnsaved = findOthersAt(file.id, realPath).some(({ dirty }) => dirty)
  if (!isUnsaved) return write(file.id, path, version)
  useEditor.setState({ question: { kind: 'save-over-open', id: file.id, path, version } })
  return false
}

/** The file that the picker was told to replace; its version is null where there is none, or none that is text. */
async function findOnDisk(path: string): Promise<{ version: string | null; realPath: string }> {
  try {
    return await client.workspace.read({ file: path })
  } catch {
    // Writing finds out for itself what is there.
    return { version: null, realPath: path }
  }
}

/** Writes where `expectedVersion` is what is on disk; anything else there is asked about. */
export async function write(id: OpenTextId, path: string, expectedVersion: string | null): Promise<boolean> {
  const textVersion = versionOfText(id)
  try {
    const saved = await client.workspace.write({ file: path, text: textOf(id), expectedVersion })
    const { version, realPath, language } = saved
    if (findFile(id)?.language !== language) await setLanguage(id, language)
    changeFile(id, { path, realPath, name: fileNameOf(path), language, version, diskChange: null })
    markSaved(id, textVersion)
    leaveToOne(id, { realPath, version })
    return true
  } catch (error) {
    if (!isAppError(error, 'file.changed')) reportError(error, () => void saveFile(id))
    else await askAbout(id, path)
    return false
  }
}

/** What another program wrote meanwhile is not overwritten without a question that names the file. */
async function askAbout(id: OpenTextId, path: string): Promise<void> {
  const { version } = await findOnDisk(path)
  if (findFile(id)?.path === path) changeFile(id, { diskChange: { version } })
  else useEditor.setState({ question: { kind: 'replace', id, path, version } })
}

/** Of other tabs with the file that was just written, those without unsaved text go; the others are told that the disk changed. */
function leaveToOne(id: OpenTextId, saved: { realPath: string; version: string }): void {
  for (const other of findOthersAt(id, saved.realPath)) {
    if (other.dirty) changeFile(other.id, { diskChange: { version: saved.version } })
    else closeFile(other.id)
  }
}

function findOthersAt(id: OpenTextId, realPath: string): EditorFile[] {
  return useEditor
    .getState()
    .files.filter(
      (file) => file.id !== id && (file.realPath ?? file.path) !== null && [file.realPath, file.path].includes(realPath),
    )
}

/** Writes over what was found on disk; what came there since is asked about again. */
export async function keepMine(id: OpenTextId): Promise<void> {
  const file = findFile(id)
  if (file?.path && file.diskChange) await write(id, file.path, file.diskChange.version)
}

/** Takes what is on disk; what was typed can be had back by undo. */
export async function reloadFile(id: OpenTextId): Promise<void> {
  const path = findFile(id)?.path
  if (!path) return
  try {
    const opened = await client.workspace.read({ file: path })
    changeFile(id, { version: opened.version, readOnly: opened.readOnly, diskChange: null })
    replaceText(id, opened.text)
  } catch (error) {
    reportError(error, () => void reloadFile(id))
  }
}

/** Looks whether another program wrote the file meanwhile: a clean text follows the disk, a changed one says so. */
export async function checkDisk(id: OpenTextId): Promise<void> {
  const file = findFile(id)
  if (!file?.path || file.diskChange) return
  try {
    const { version } = await client.workspace.read({ file: file.path })
    const now = findFile(id)
    if (!now || now.version === version) return
    if (now.dirty) changeFile(id, { diskChange: { version } })
    else await reloadFile(id)
  } catch {
    // Nobody asked for this look; a file that is gone is told when it is saved.
  }
}
