import type { OpenTextId, OpenTextInfo, TextPosition } from '#contracts/open-texts'
import { client } from '../../app/connection/client.ts'
import { loadMonaco } from '../../monaco/load-monaco.ts'
import type { monaco } from '../../monaco/monaco.ts'
import { changeFile, type EditorFile, findFile } from './editor-store.ts'
import { findLoneReturns, type LoneReturns } from './lone-returns.ts'
import { forgetText, mirrorText, thisPage, warnOfFailure } from './page-attachment.ts'
import { createTextMirror, type TextMirror } from './text-mirror.ts'

/** The text of an open file: one Monaco model, whoever shows it, and the copy that the engine has of it. */
interface OpenText {
  model: monaco.editor.ITextModel
  /** Monaco's version of the text that is on disk; undo back to it makes the file clean again. */
  savedVersionId: number | null
  returns: LoneReturns
  mirror: TextMirror
}

const texts = new Map<OpenTextId, OpenText>()

/** Makes the text of a file. `content` has the line ends of the file, or `\n`. */
export async function openText(file: EditorFile, content: string): Promise<void> {
  const monaco = await loadMonaco()
  const returns = findLoneReturns(content)
  const model = monaco.editor.createModel(returns.hide(content), file.language)
  const eol = file.lineEnding === '\r\n' ? monaco.editor.EndOfLineSequence.CRLF : monaco.editor.EndOfLineSequence.LF
  model.setEOL(eol)
  const onlyFeeds = monaco.editor.EndOfLinePreference.LF
  const mirror = createTextMirror({
    id: file.id,
    page: thisPage,
    engine: client.openTexts,
    readText: () => open.returns.putBack(model.getValue(onlyFeeds)),
    readInfo: () => infoOf(findFile(file.id) ?? file),
    onFailed: warnOfFailure,
  })
  const open: OpenText = { model, savedVersionId: file.dirty ? null : model.getAlternativeVersionId(), returns, mirror }
  texts.set(file.id, open)
  model.onDidChangeContent(({ changes, isFlush, isEolChange }) => {
    if (isFlush || isEolChange) mirror.replace()
    else
      mirror.edit(
        changes.map((change) => toEdit(change, open.returns)),
        model.getValueLength(onlyFeeds),
      )
    noteDirty(file.id)
  })
  mirrorText(mirror)
}

export function findModel(id: OpenTextId | null): monaco.editor.ITextModel | null {
  return (id === null ? undefined : texts.get(id))?.model ?? null
}

/** What the engine knows the text by that a model shows, and at which version; undefined for a model that is no open file. */
export function findMirror(model: monaco.editor.ITextModel): TextMirror | undefined {
  return [...texts.values()].find((open) => open.model === model)?.mirror
}

/** The whole text as it goes to disk, with its byte order mark if it had one. */
export function textOf(id: OpenTextId): string {
  const open = texts.get(id)
  return open ? open.returns.putBack(open.model.getValue(undefined, true)) : ''
}

/** Monaco's name for the text as it is now, for `markSaved` after the write. */
export function versionOfText(id: OpenTextId): number | null {
  return texts.get(id)?.model.getAlternativeVersionId() ?? null
}

/** Notes which text is on disk, and under which name; what was typed during the write stays dirty. */
export function markSaved(id: OpenTextId, savedVersionId: number | null): void {
  const open = texts.get(id)
  if (!open) return
  open.savedVersionId = savedVersionId
  noteDirty(id)
  open.mirror.describe()
}

/** Replaces the text by that of the disk, as one step that undo takes back. */
export function replaceText(id: OpenTextId, content: string): void {
  const open = texts.get(id)
  if (!open) return
  // Undo brings the text of before back, with its signs.
  open.returns = findLoneReturns(content, open.returns)
  open.model.pushStackElement()
  open.model.pushEditOperations([], [{ range: open.model.getFullModelRange(), text: open.returns.hide(content) }], () => null)
  open.model.pushStackElement()
  markSaved(id, open.model.getAlternativeVersionId())
}

/** A text that was saved under another name may be in another language. */
export async function setLanguage(id: OpenTextId, language: string): Promise<void> {
  const monaco = await loadMonaco()
  const model = texts.get(id)?.model
  if (model && !model.isDisposed()) monaco.editor.setModelLanguage(model, language)
}

export function closeText(id: OpenTextId): void {
  const open = texts.get(id)
  if (!open) return
  texts.delete(id)
  open.model.dispose()
  forgetText(open.mirror)
}

function noteDirty(id: OpenTextId): void {
  const open = texts.get(id)
  if (!open) return
  const dirty = open.savedVersionId !== open.model.getAlternativeVersionId()
  if (findFile(id)?.dirty === dirty) return
  changeFile(id, { dirty })
  open.mirror.describe()
}

function infoOf({ path, name, language, lineEnding, version, dirty }: EditorFile): OpenTextInfo {
  return { path, name, language, lineEnding, diskVersion: version, dirty }
}

/** Monaco names the changes of one event from the last place to the first, so that each can be made in the text that the others left. */
function toEdit({ range, text }: monaco.editor.IModelContentChange, returns: LoneReturns) {
  return {
    start: toPosition(range.startLineNumber, range.startColumn),
    end: toPosition(range.endLineNumber, range.endColumn),
    text: returns.putBack(text.replaceAll('\r\n', '\n')),
  }
}

function toPosition(lineNumber: number, column: number): TextPosition {
  return { line: lineNumber - 1, character: column - 1 }
}
