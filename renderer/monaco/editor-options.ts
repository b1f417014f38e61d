import type { monaco } from './monaco.ts'

/** What editor and viewer share. */
export const sharedOptions = {
  automaticLayout: true,
  fontFamily: 'ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  overviewRulerBorder: false,
  padding: { top: 8, bottom: 24 },
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  smoothScrolling: true,
  stickyScroll: { enabled: false },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  fixedOverflowWidgets: true,
  maxTokenizationLineLength: 5000,
  links: false,
  // U+2028 and its kin stay what they are: Monaco would ask in a dialog of the browser whether to remove them.
  unusualLineTerminators: 'off',
} satisfies monaco.editor.IEditorOptions & monaco.editor.IGlobalEditorOptions

/** Options of the editor. The popup of words opens on request alone (Ctrl+Space): by itself it would cover ghost text and take its Tab. */
export const editorOptions = {
  ...sharedOptions,
  inlineSuggest: { enabled: true, mode: 'subwordSmart', showToolbar: 'never', keepOnBlur: false },
  quickSuggestions: false,
  suggestOnTriggerCharacters: false,
  suggest: { showWords: true, preview: false },
  wordBasedSuggestions: 'currentDocument',
  tabCompletion: 'off',
  bracketPairColorization: { enabled: false },
  guides: { indentation: true },
  cursorSmoothCaretAnimation: 'off',
} satisfies monaco.editor.IStandaloneEditorConstructionOptions

/** Options of the read-only viewer. */
export const viewerOptions = {
  ...sharedOptions,
  readOnly: true,
  domReadOnly: true,
  inlineSuggest: { enabled: false },
  quickSuggestions: false,
  contextmenu: false,
  occurrencesHighlight: 'off',
  renderValidationDecorations: 'off',
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
} satisfies monaco.editor.IStandaloneEditorConstructionOptions
