import { useEffect, useRef, useState } from 'react'
import { isDialogOpen } from '../ui/open-dialog.ts'
import { editorOptions } from './editor-options.ts'
import { loadMonaco } from './load-monaco.ts'
import type { monaco } from './monaco.ts'
import { followTabIndents } from './tab-indents.ts'
import './code-view.css'

export type Editor = monaco.editor.IStandaloneCodeEditor

export interface CodeEditorProps {
  model: monaco.editor.ITextModel | null
  readOnly: boolean
  /** Whether a text that is seen for the first time is gone on with at its end. */
  startsAtEnd: boolean
  /** Name for screen readers. */
  label: string
  /** Holds the editor while it is there. */
  editorRef: React.RefObject<Editor | null>
}

// Where the cursor was in each text, so that tabs and places can be left and come back to.
const viewStates = new WeakMap<monaco.editor.ITextModel, monaco.editor.ICodeEditorViewState>()

/** The editor with ghost text. Shows one model at a time and fills its container. */
export function CodeEditor({ model, readOnly, startsAtEnd, label, editorRef }: CodeEditorProps) {
  const container = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)

  useEffect(() => {
    let created: Editor | null = null
    let gone = false
    void loadMonaco().then((monaco) => {
      if (gone || !container.current) return
      created = monaco.editor.create(container.current, { ...editorOptions, model: null })
      followTabIndents(created)
      created.getDomNode()?.querySelector('[role="textbox"]')?.setAttribute('data-place-focus', '')
      setEditor(created)
    })
    return () => {
      gone = true
      created?.dispose()
      setEditor(null)
    }
  }, [])

  useEffect(() => {
    editorRef.current = editor
    return () => {
      editorRef.current = null
    }
  }, [editor, editorRef])

  useEffect(() => {
    if (!editor) return
    editor.setModel(model)
    const state = model ? viewStates.get(model) : undefined
    if (state) editor.restoreViewState(state)
    else if (model && startsAtEnd) editor.setPosition(model.getFullModelRange().getEndPosition())
    if (model && !isDialogOpen()) editor.focus()
    const keep = () => {
      const now = editor.saveViewState()
      if (model && now) viewStates.set(model, now)
    }
    const listeners = [editor.onDidChangeCursorPosition(keep), editor.onDidScrollChange(keep)]
    return () => {
      for (const listener of listeners) listener.dispose()
    }
  }, [editor, model, startsAtEnd])

  useEffect(() => editor?.updateOptions({ readOnly, ariaLabel: label }), [editor, readOnly, label])

  return (
    <div className="code-editor">
      <div className="code-view-editor" ref={container} />
    </div>
  )
}
