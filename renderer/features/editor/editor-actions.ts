import { isAppError } from '#contracts/errors'
import type { OpenFile } from '#contracts/workspace'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { addFile, changeFile, type EditorFile, fileNameOf, findFile, removeFile, useEditor } from './editor-store.ts'
import { closeText, markSaved, openText, renameText, replaceText, textOf, versionOfText } from './open-texts.ts'
import { scratchName, scratchText } from './scratch-file.ts'
import { text } from './text.ts'

const untitledPrefix = 'untitled:'

export function isUntitled(id: string): boolean {
  return id.startsWith(untitledPrefix)
}

export async function chooseFolder(): Promise<void> {
  const folder = await pickPath({ kind: 'open-folder', title: text.openFolder })
  if (folder) useEditor.setState({ folder })
}

export async function chooseFile(): Promise<void> {
  const path = await pickPath({ kind: 'open-file', title: text.openFile })
  if (path) await openPath(path)
}

/** Opens a file or brings it to the front. */
export async function openPath(path: string): Promise<void> {
  if (findFile(path)) {
    useEditor.setState({ activeId: path })
    return
  }
  try {
    const opened = await client.workspace.read({ file: path })
    if (findFile(opened.path)) useEditor.setState({ activeId: opened.path })
    else addFile(await openText(toEditorFile(opened), opened.text))
  } catch (error) {
    reportError(error, () => void openPath(path))
  }
}

export async function openScratch(): Promise<void> {
  const id = untitledPrefix + scratchName
  if (findFile(id)) return useEditor.setState({ activeId: id })
  const file: EditorFile = {
    id,
    name: scratchName,
    path: null,
    language: 'python',
    version: null,
    lineEnding: '\n',
    readOnly: false,
    dirty: false,
    changedOnDisk: false,
  }
  addFile(await openText(file, scratchText))
}

/** The last save that was begun. The next one needs the version that it leaves, or the file would seem to have changed on disk. */
let lastSave: Promise<unknown> = Promise.resolve()

/** Saves a file; one that has no path yet asks for it first. Answers with the path that holds it now, or null. */
export async function saveFile(id: string): Promise<string | null> {
  const file = findFile(id)
  if (!file || file.readOnly) return null
  if (file.path === null) return saveAs(file)
  const { path } = file
  const saved = lastSave.then(() => {
    const now = findFile(id)
    // Closed meanwhile, it has no text any more.
    return now ? write(id, path, now.version) : null
  })
  lastSave = saved
  return saved
}

async function saveAs(file: EditorFile): Promise<string | null> {
  const path = await pickPath({ kind: 'save-file', title: text.saveAs, suggestedName: file.name })
  return path ? write(file.id, path, await findVersion(path)) : null
}

/** The version of the file that the picker was told to replace; null where there is none, or none that is text. */
function findVersion(path: string): Promise<string | null> {
  return client.workspace.read({ file: path }).then(
    ({ version }) => version,
    () => null,
  )
}

async function write(id: string, path: string, expectedVersion: string | null): Promise<string | null> {
  const textVersion = versionOfText(id)
  try {
    const { version } = await client.workspace.write({ file: path, text: textOf(id), expectedVersion })
    await rename(id, path)
    changeFile(path, { version, changedOnDisk: false })
    markSaved(path, textVersion)
    return path
  } catch (error) {
    if (!isAppError(error, 'file.changed')) reportError(error, () => void saveFile(id))
    else if (findFile(id)?.path === path) changeFile(id, { changedOnDisk: true })
    else useEditor.setState({ question: { kind: 'replace', id, path } })
    return null
  }
}

/** After the first save the file is known by its path, and its language by its name. */
async function rename(id: string, path: string): Promise<void> {
  if (id === path) return
  const { language } = await client.workspace.read({ file: path })
  // A file of that path may be open already; the text that was just written replaces it.
  if (findFile(path)) closeFile(path)
  await renameText(id, path, language)
  useEditor.setState(({ files, activeId }) => ({
    files: files.map((file) => (file.id === id ? { ...file, id: path, path, name: fileNameOf(path), language } : file)),
    activeId: activeId === id ? path : activeId,
  }))
}

/** Writes over whatever is at the path now. */
export async function overwrite(id: string, path: string): Promise<string | null> {
  try {
    const { version } = await client.workspace.read({ file: path })
    return await write(id, path, version)
  } catch (error) {
    if (isAppError(error, 'file.not-found')) return write(id, path, null)
    reportError(error, () => void overwrite(id, path))
    return null
  }
}

/** Takes what is on disk; what was typed can be had back by undo. */
export async function reloadFile(id: string): Promise<void> {
  try {
    const opened = await client.workspace.read({ file: id })
    replaceText(id, opened.text)
    changeFile(id, { version: opened.version, readOnly: opened.readOnly, changedOnDisk: false })
  } catch (error) {
    reportError(error, () => void reloadFile(id))
  }
}

/** Looks whether another program wrote the file meanwhile: a clean text follows the disk, a changed one says so. */
export async function checkDisk(id: string): Promise<void> {
  const file = findFile(id)
  if (!file?.path || file.changedOnDisk) return
  try {
    const { version } = await client.workspace.read({ file: file.path })
    const now = findFile(id)
    if (!now || now.version === version) return
    if (now.dirty) changeFile(id, { changedOnDisk: true })
    else await reloadFile(id)
  } catch {
    // Nobody asked for this look; a file that is gone is told when it is saved.
  }
}

/** Closes a file, after a question if that would lose text. */
export function requestClose(id: string): void {
  if (findFile(id)?.dirty) useEditor.setState({ question: { kind: 'close', id } })
  else closeFile(id)
}

export function closeFile(id: string): void {
  removeFile(id)
  closeText(id)
}

function toEditorFile(opened: OpenFile): EditorFile {
  const { path, language, version, lineEnding, readOnly } = opened
  return {
    id: path,
    path,
    name: fileNameOf(path),
    language,
    version,
    lineEnding,
    readOnly,
    dirty: false,
    changedOnDisk: false,
  }
}
