import { escapeMarkdown } from './escape-markdown.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'
import { createTextPositions } from './text-positions.ts'

/** A part of a text that looks otherwise, or of which something is told under the pointer. In UTF-16 units. */
export interface CodeMark {
  readonly offset: number
  readonly length: number
  /** A class of `code-view.css`; null to leave its looks. */
  readonly className: string | null
  /** Plain text. */
  readonly note: string
}

/** Draws marks in an editor, and gives what takes them away. */
export function drawMarks(
  { monaco, editor }: { monaco: Monaco; editor: monaco.editor.ICodeEditor },
  text: string,
  marks: readonly CodeMark[],
): () => void {
  const locate = createTextPositions(text)
  const collection = editor.createDecorationsCollection(
    marks.map(({ offset, length, className, note }) => {
      const [start, end] = [locate(offset), locate(offset + length)]
      return {
        range: new monaco.Range(start.lineNumber, start.column, end.lineNumber, end.column),
        options: { inlineClassName: className, hoverMessage: { value: escapeMarkdown(note) } },
      }
    }),
  )
  return () => collection.clear()
}
