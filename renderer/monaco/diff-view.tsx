import { useEffect, useRef, useState } from 'react'
import { viewerOptions } from './editor-options.ts'
import { loadMonaco } from './load-monaco.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'
import './code-view.css'

export interface DiffViewProps {
  left: { text: string; language: string }
  right: { text: string; language: string }
  /** Name for screen readers. */
  label: string
}

/** Two texts side by side, or one above the other where there is no room, with what differs marked. Fills its container. */
export function DiffView({ left, right, label }: DiffViewProps) {
  const container = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<{ monaco: Monaco; editor: monaco.editor.IStandaloneDiffEditor } | null>(null)

  // Before the editor is made, so that it is also undone before it: an editor that is gone takes no model.
  useEffect(() => {
    if (!view) return
    const original = view.monaco.editor.createModel(left.text, left.language)
    const modified = view.monaco.editor.createModel(right.text, right.language)
    view.editor.setModel({ original, modified })
    return () => {
      // The editor lets go of them first, or it would complain of a model that is gone.
      view.editor.setModel(null)
      original.dispose()
      modified.dispose()
    }
  }, [view, left.text, left.language, right.text, right.language])

  useEffect(() => {
    let editor: monaco.editor.IStandaloneDiffEditor | null = null
    let gone = false
    void loadMonaco().then((loaded) => {
      if (gone || !container.current) return
      editor = loaded.editor.createDiffEditor(container.current, {
        ...viewerOptions,
        originalEditable: false,
        renderMarginRevertIcon: false,
        renderOverviewRuler: false,
        renderSideBySide: true,
        // In a pane of a third of a window two columns are still better than none.
        renderSideBySideInlineBreakpoint: 480,
        hideUnchangedRegions: { enabled: true },
        maxComputationTime: 5000,
      })
      setView({ monaco: loaded, editor })
    })
    return () => {
      gone = true
      editor?.dispose()
      setView(null)
    }
  }, [])

  useEffect(() => {
    view?.editor.getOriginalEditor().updateOptions({ ariaLabel: label })
    view?.editor.getModifiedEditor().updateOptions({ ariaLabel: label })
  }, [view, label])

  return (
    <div className="code-view">
      <div className="code-view-editor" ref={container} />
    </div>
  )
}
