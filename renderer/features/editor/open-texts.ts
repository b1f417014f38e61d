import { isAppError } from '#contracts/errors'
import { describeError } from '../../app/notices/errors.ts'
import { notify } from '../../app/notices/notify.ts'
import { loadMonaco } from '../../monaco/load-monaco.ts'
import type { monaco } from '../../monaco/monaco.ts'
import { dropDraft, findDraft, keepDraft } from './drafts.ts'
import { changeFile, type EditorFile, findFile } from './editor-store.ts'
import { text } from './text.ts'

/** The text of an open file: one Monaco model, whoever shows it. */
interface OpenText {
  model: monaco.editor.ITextModel
  /** Monaco's version of the text that is on disk; undo back to it makes the file clean again. */
  savedVersionId: number | null
  draftTimer: ReturnType<typeof setTimeout> | undefined
}

const draftDelayMs = 250
const texts = new Map<string, OpenText>()
let warned = false

/** Makes the text of a file; a draft of an earlier session wins over what is on disk. Answers with what the file is then. */
export async function openText(file: EditorFile, content: string): Promise<EditorFile> {
  const monaco = await loadMonaco()
  const draft = await findDraft(file.id).catch(warnAboutDrafts)
  const model = monaco.editor.createModel(draft?.text ?? content, file.language)
  const eol = file.lineEnding === '\r\n' ? monaco.editor.EndOfLineSequence.CRLF : monaco.editor.EndOfLineSequence.LF
  model.setEOL(eol)
  const dirty = draft !== undefined
  texts.set(file.id, { model, savedVersionId: dirty ? null : model.getAlternativeVersionId(), draftTimer: undefined })
  model.onDidChangeContent(() => handleChange(model))
  // The draft's own base version: if the disk went on since, saving says so instead of overwriting.
  return dirty ? { ...file, dirty, version: draft.version } : file
}

export function findModel(id: string | null): monaco.editor.ITextModel | null {
  return (id === null ? undefined : texts.get(id))?.model ?? null
}

export function idOfModel(model: monaco.editor.ITextModel): string | undefined {
  return [...texts].find(([, open]) => open.model === model)?.[0]
}

/** The whole text as it goes to disk, with its byte order mark if it had one. */
export function textOf(id: string): string {
  return texts.get(id)?.model.getValue(undefined, true) ?? ''
}

/** Monaco's name for the text as it is now, for `markSaved` after the write. */
export function versionOfText(id: string): number | null {
  return texts.get(id)?.model.getAlternativeVersionId() ?? null
}

/** Notes which text is on disk; what was typed during the write stays dirty. */
export function markSaved(id: string, savedVersionId: number | null): void {
  const open = texts.get(id)
  if (!open) return
  open.savedVersionId = savedVersionId
  handleChange(open.model)
}

/** Replaces the text by that of the disk, as one step that undo takes back. */
export function replaceText(id: string, content: string): void {
  const open = texts.get(id)
  if (!open) return
  open.model.pushStackElement()
  open.model.pushEditOperations([], [{ range: open.model.getFullModelRange(), text: content }], () => null)
  open.model.pushStackElement()
  markSaved(id, open.model.getAlternativeVersionId())
}

/** Gives a text that was saved under another name its new identity. */
export async function renameText(id: string, newId: string, language: string): Promise<void> {
  const open = texts.get(id)
  if (!open) return
  clearTimeout(open.draftTimer)
  texts.delete(id)
  texts.set(newId, open)
  const monaco = await loadMonaco()
  monaco.editor.setModelLanguage(open.model, language)
  await dropDraft(id).catch(warnAboutDrafts)
}

export function closeText(id: string): void {
  const open = texts.get(id)
  if (!open) return
  clearTimeout(open.draftTimer)
  texts.delete(id)
  open.model.dispose()
  void dropDraft(id).catch(warnAboutDrafts)
}

/** Stores at once what is not stored yet: the page is about to go, or the engine that was away is back. */
export function flushDrafts(): void {
  for (const [id, open] of texts) {
    clearTimeout(open.draftTimer)
    if (findFile(id)?.dirty) void storeDraft(id, open).catch(warnAboutDrafts)
  }
}

function handleChange(model: monaco.editor.ITextModel): void {
  const id = idOfModel(model)
  const open = id === undefined ? undefined : texts.get(id)
  if (id === undefined || !open) return
  const dirty = open.savedVersionId !== model.getAlternativeVersionId()
  if (findFile(id)?.dirty !== dirty) changeFile(id, { dirty })
  clearTimeout(open.draftTimer)
  open.draftTimer = setTimeout(() => void storeDraft(id, open).catch(warnAboutDrafts), draftDelayMs)
}

async function storeDraft(id: string, { model }: OpenText): Promise<void> {
  const file = findFile(id)
  if (!file || model.isDisposed()) return
  if (!file.dirty) return dropDraft(id)
  await keepDraft({ id, text: model.getValue(undefined, true), version: file.version })
}

/** Drafts are a safety net: without them the editor works, but the person must know. */
function warnAboutDrafts(error: unknown): undefined {
  // The page says that the engine is away; all drafts are stored when it is back.
  if (isAppError(error, 'connection.lost')) return
  const reason = describeError(error)?.message ?? ''
  if (!warned) notify({ tone: 'warning', title: text.draftsFailed.title, message: text.draftsFailed.message(reason) })
  warned = true
}
