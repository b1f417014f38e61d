import { useEffect, useRef, useState } from 'react'
import { editorOptions } from './editor-options.ts'
import { loadMonaco } from './load-monaco.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'
import { createAssistedModel, setAssistance, type YamlAssistance } from './yaml-assistance.ts'
import './code-view.css'

export interface YamlEditorProps {
  /** The text to begin with. Another one, or another `revision`, replaces what is written; what is written is told by `onChange` alone. */
  text: string
  revision: number
  onChange: (text: string) => void
  /** Ctrl+Enter. */
  onSubmit: () => void
  /** What is wrong with the text, and where: lines and columns from 1 on. */
  problem: { line: number; column: number; reason: string } | null
  assistance: YamlAssistance | null
  /** Name for screen readers. */
  label: string
}

/** Here words are suggested while one types: nothing else is shown at the cursor. */
const options = {
  ...editorOptions,
  inlineSuggest: { enabled: false },
  quickSuggestions: { other: true, comments: false, strings: true },
  suggestOnTriggerCharacters: true,
  suggest: { showWords: false, preview: false, showIcons: false, showStatusBar: false },
  wordBasedSuggestions: 'off',
  // What is written in full already goes on with a new line.
  acceptSuggestionOnEnter: 'smart',
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  glyphMargin: false,
  folding: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  renderValidationDecorations: 'on',
} satisfies monaco.editor.IStandaloneEditorConstructionOptions

/** YAML to write, with suggestions, explanations under the pointer and marks where something is wrong. Fills its container. */
export function YamlEditor(props: YamlEditorProps) {
  const { text, revision, problem, assistance, label } = props
  const container = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<{ monaco: Monaco; editor: monaco.editor.IStandaloneCodeEditor } | null>(null)
  // What is called is what was given last, whenever the editor calls.
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    let editor: monaco.editor.IStandaloneCodeEditor | null = null
    let model: monaco.editor.ITextModel | null = null
    let gone = false
    void loadMonaco().then((loaded) => {
      if (gone || !container.current) return
      model = createAssistedModel(loaded, latest.current.text)
      editor = loaded.editor.create(container.current, { ...options, model })
      editor.onDidChangeModelContent(() => {
        latest.current.onChange(model?.getValue() ?? '')
      })
      editor.addCommand(loaded.KeyMod.CtrlCmd | loaded.KeyCode.Enter, () => latest.current.onSubmit())
      setView({ monaco: loaded, editor })
    })
    return () => {
      gone = true
      editor?.dispose()
      model?.dispose()
      setView(null)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that the same text is wanted again
  useEffect(() => {
    const model = view?.editor.getModel()
    if (!view || !model || model.getValue() === text) return
    // As an edit, so that what was written can be had back by Ctrl+Z.
    view.editor.pushUndoStop()
    view.editor.executeEdits('outside', [{ range: model.getFullModelRange(), text }])
    view.editor.pushUndoStop()
  }, [view, text, revision])

  useEffect(() => {
    const model = view?.editor.getModel()
    if (!view || !model) return
    setAssistance(model, assistance)
    return () => setAssistance(model, null)
  }, [view, assistance])

  useEffect(() => {
    const model = view?.editor.getModel()
    if (!view || !model) return
    view.monaco.editor.setModelMarkers(model, 'check', problem ? [toMarker(view.monaco, model, problem)] : [])
  }, [view, problem])

  useEffect(() => view?.editor.updateOptions({ ariaLabel: label }), [view, label])

  return (
    <div className="code-editor">
      <div className="code-view-editor" ref={container} />
    </div>
  )
}

/** From where the problem is to the end of its line, or the whole line where nothing stands behind it. */
function toMarker(
  { MarkerSeverity }: Monaco,
  model: monaco.editor.ITextModel,
  problem: { line: number; column: number; reason: string },
): monaco.editor.IMarkerData {
  const line = Math.min(problem.line, model.getLineCount())
  const end = model.getLineLastNonWhitespaceColumn(line)
  const start = problem.column < end ? problem.column : model.getLineFirstNonWhitespaceColumn(line) || 1
  return {
    severity: MarkerSeverity.Error,
    message: problem.reason,
    startLineNumber: line,
    startColumn: start,
    endLineNumber: line,
    endColumn: Math.max(end, start + 1),
  }
}
