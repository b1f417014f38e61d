import { isAppError } from '#contracts/errors'
import type { DraftSummary, OpenTextId } from '#contracts/open-texts'
import type { OpenFile } from '#contracts/workspace'
import { client } from '../../app/connection/client.ts'
import { waitForConnection } from '../../app/connection/connection.ts'
import { reportError } from '../../app/notices/notify.ts'
import { fileNameOf } from '../../app/path-picker/host-path.ts'
import { pickPath } from '../../app/path-picker/pick-path.ts'
import { type FileLanguage, findLanguageOf } from '../../monaco/file-languages.ts'
import { loadFileLanguages } from '../../monaco/load-monaco.ts'
import { addFile, type EditorFile, findFile, findFileAt, findFreeName, removeFile, useEditor } from './editor-store.ts'
import { closeText, openText } from './open-texts.ts'
import { listDrafts, takeDraft } from './page-attachment.ts'
import { scratchName, scratchText } from './scratch-file.ts'
import { text } from './text.ts'

export async function chooseFolder(): Promise<void> {
  const folder = await pickPath({ kind: 'open-folder', title: text.openFolder })
  if (folder) useEditor.setState({ folder })
}

export async function chooseFile(): Promise<void> {
  const path = await pickPath({ kind: 'open-file', title: text.openFile })
  if (path) await openPath(path)
}

let lastOpening: Promise<void> = Promise.resolve()

/** Files are opened one after another: two at once would both find that theirs is not open yet. */
function inTurn(open: () => Promise<void>): Promise<void> {
  const opening = lastOpening.then(open)
  lastOpening = opening.catch(() => undefined)
  return opening
}

/** Opens a file or brings it to the front. Unsaved text of it that no page has any more comes with it. */
export function openPath(path: string): Promise<void> {
  return inTurn(async () => {
    if (showFileAt(path)) return
    try {
      const opened = await client.workspace.read({ file: path })
      if (showFileAt(opened.path) || showFileAt(opened.realPath)) return
      const drafts = await listDrafts()
      const draft = drafts.find((each) => each.path === opened.path || each.path === opened.realPath)
      if (!draft || !(await addDraft(draft, opened))) await add(toEditorFile(opened), opened.text)
    } catch (error) {
      // It changes nothing, and a tab of last time must not be lost because the engine was away.
      if (isAppError(error, 'connection.lost')) void waitForConnection().then(() => openPath(path))
      else reportError(error, () => void openPath(path))
    }
  })
}

/** Opens the text that waits for whoever starts for the first time, or brings it to the front. */
export function openScratch(): Promise<void> {
  return inTurn(async () => {
    const open = useEditor.getState().files.find((file) => file.path === null && file.name === scratchName)
    if (open) useEditor.setState({ activeId: open.id })
    else await add(toUntitledFile({ name: scratchName, language: 'python' }), scratchText)
  })
}

/** Opens an empty text in this language. */
export function openNewFile({ id: language, extension }: Pick<FileLanguage, 'id' | 'extension'>): Promise<void> {
  return inTurn(() => add(toUntitledFile({ name: text.newFile.name(extension), language }), ''))
}

/** Opens what had this name and was never saved, and of which no text was kept. */
export async function openUntitled(name: string): Promise<void> {
  if (name === scratchName) return openScratch()
  const language = findLanguageOf(name, await loadFileLanguages())
  return inTurn(() => add(toUntitledFile({ name, language }), ''))
}

/** Opens unsaved text of a page that is gone, in a tab of its own if its file is open already. */
export function openDraft(draft: DraftSummary): Promise<void> {
  return inTurn(async () => {
    // The file may be gone by now, or unreadable; its unsaved text is not.
    const opened = draft.path === null ? null : await client.workspace.read({ file: draft.path }).catch(() => null)
    await addDraft(draft, opened)
  })
}

/** Closes a file, after a question if that would lose text. */
export function requestClose(id: OpenTextId): void {
  if (findFile(id)?.dirty) useEditor.setState({ question: { kind: 'close', id } })
  else closeFile(id)
}

export function closeFile(id: OpenTextId): void {
  removeFile(id)
  closeText(id)
}

function showFileAt(path: string): boolean {
  const file = findFileAt(path)
  if (file) useEditor.setState({ activeId: file.id })
  return file !== undefined
}

/** False when another page took the draft meanwhile. */
async function addDraft(summary: DraftSummary, opened: OpenFile | null): Promise<boolean> {
  const draft = await takeDraft(summary.id)
  if (!draft) return false
  const { id, path, diskVersion: version, language, lineEnding } = draft
  const name = findFreeName(path === null ? draft.name : fileNameOf(path))
  const file: EditorFile = {
    ...(opened ? toEditorFile(opened) : toUntitledFile({ name, language })),
    id,
    path,
    name,
    lineEnding,
    version,
    dirty: true,
    // Saving would not overwrite it anyway, but the person should know before.
    diskChange: opened && opened.version !== version ? { version: opened.version } : null,
  }
  await add(file, draft.text)
  return true
}

async function add(file: EditorFile, content: string): Promise<void> {
  await openText(file, content)
  addFile(file)
}

function toEditorFile({ path, realPath, language, version, lineEnding, readOnly }: OpenFile): EditorFile {
  return {
    id: newId(),
    path,
    realPath,
    name: fileNameOf(path),
    language,
    version,
    lineEnding,
    readOnly,
    dirty: false,
    diskChange: null,
  }
}

function toUntitledFile({ name, language }: { name: string; language: string }): EditorFile {
  return {
    id: newId(),
    path: null,
    realPath: null,
    name: findFreeName(name),
    language,
    version: null,
    lineEnding: '\n',
    readOnly: false,
    dirty: false,
    diskChange: null,
  }
}

function newId(): OpenTextId {
  return crypto.randomUUID() as OpenTextId
}
