import type { Monaco } from './monaco-api.ts'

/** The name under which Monaco's key rules know whether Tab indents though a suggestion is shown. */
export const tabIndentsKey = 'codeshellTabIndents'

/**
 * Whether Tab indents the line rather than accept a suggestion: the cursor stands before the first text of a line that goes on
 * behind it, as after Enter in front of the rest of a chain. On an empty line, however far it is indented, Tab accepts: there a
 * suggestion is of most use, and the editor has indented already.
 */
export function tabIndents(line: string, column: number): boolean {
  return line.slice(0, column - 1).trim() === '' && line.slice(column - 1).trim() !== ''
}

/** Keeps Monaco's key rules informed for as long as the editor is there. */
export function followTabIndents(editor: ReturnType<Monaco['editor']['create']>): void {
  const key = editor.createContextKey<boolean>(tabIndentsKey, false)
  const update = () => {
    const position = editor.getPosition()
    const model = editor.getModel()
    key.set(position !== null && model !== null && tabIndents(model.getLineContent(position.lineNumber), position.column))
  }
  editor.onDidChangeCursorPosition(update)
  editor.onDidChangeModel(update)
}
