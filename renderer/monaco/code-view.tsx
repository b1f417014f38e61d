import { useEffect, useRef, useState } from 'react'
import { type CodeMark, drawMarks } from './code-marks.ts'
import { viewerOptions } from './editor-options.ts'
import { loadMonaco } from './load-monaco.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'
import { createTextPositions } from './text-positions.ts'
import './code-view.css'

export interface CodeViewProps {
  text: string
  /** Monaco language id. */
  language: string
  /** Name for screen readers. */
  label?: string
  /** Places of the text to mark, in UTF-16 units, in order; the first is brought into view. The same array again changes nothing. */
  matches?: readonly { offset: number; length: number }[]
  /** Parts that look otherwise. The same array again changes nothing. */
  marks?: readonly CodeMark[] | undefined
  /** A place to select and bring into view. The same object again changes nothing. */
  shown?: { offset: number; length: number } | null
}

const noMatches: readonly never[] = []

/** Code to read, with colours, line numbers, folding and find. Fills its container. */
export function CodeView({ text, language, label = 'Code', matches = noMatches, marks, shown = null }: CodeViewProps) {
  const container = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<{ monaco: Monaco; editor: monaco.editor.IStandaloneCodeEditor } | null>(null)

  useEffect(() => {
    let editor: monaco.editor.IStandaloneCodeEditor | null = null
    let gone = false
    void loadMonaco().then((loaded) => {
      if (gone || !container.current) return
      editor = loaded.editor.create(container.current, { ...viewerOptions, model: null })
      setView({ monaco: loaded, editor })
    })
    return () => {
      gone = true
      editor?.getModel()?.dispose()
      editor?.dispose()
      setView(null)
    }
  }, [])

  useEffect(() => {
    if (!view) return
    const last = view.editor.getModel()
    view.editor.setModel(view.monaco.editor.createModel(text, language))
    // Only now: an editor that is without a text for a moment loses the focus.
    last?.dispose()
  }, [view, text, language])

  useEffect(() => {
    if (!view || matches.length === 0) return
    const locate = createTextPositions(text)
    const ranges = matches.map((match) => toRange(view.monaco, locate, match))
    const marks = view.editor.createDecorationsCollection(
      ranges.map((range) => ({ range, options: { className: 'code-view-match' } })),
    )
    view.editor.revealRangeInCenter(ranges[0] as (typeof ranges)[number])
    return () => marks.clear()
  }, [view, text, matches])

  useEffect(() => (view && marks ? drawMarks(view, text, marks) : undefined), [view, text, marks])

  useEffect(() => {
    if (!view || !shown) return
    const range = toRange(view.monaco, createTextPositions(text), shown)
    view.editor.setSelection(range)
    view.editor.revealRangeInCenter(range)
  }, [view, text, shown])

  useEffect(() => view?.editor.updateOptions({ ariaLabel: label }), [view, label])

  return (
    <div className="code-view">
      <div className="code-view-editor" ref={container} />
      {view ? null : <pre className="code-view-waiting mono">{text.slice(0, 20_000)}</pre>}
    </div>
  )
}

function toRange(
  { Range }: Monaco,
  locate: ReturnType<typeof createTextPositions>,
  { offset, length }: { offset: number; length: number },
): monaco.Range {
  const [start, end] = [locate(offset), locate(offset + length)]
  return new Range(start.lineNumber, start.column, end.lineNumber, end.column)
}
