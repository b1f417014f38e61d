import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/diffEditor/register'
import 'monaco-editor/features/dnd/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoLine/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/inlineCompletions/register'
import 'monaco-editor/features/lineSelection/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/links/register'
import 'monaco-editor/features/longLinesHelper/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/readOnlyMessage/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/suggest/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/tokenization/register'
import 'monaco-editor/features/unicodeHighlighter/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/features/wordPartOperations/register'
import 'monaco-editor/languages/definitions/register.all'
import * as monaco from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { registerJson } from './json-language.ts'
import { tabIndentsKey } from './tab-indents.ts'
import { defineThemes } from './themes.ts'

// Without language services there is one kind of worker: word suggestions, links and suspicious characters.
self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

// Monaco rejects promises that nobody waits for any more when an editor or a model goes; that is no failure.
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof Error && event.reason.name === 'Canceled') event.preventDefault()
})

registerJson(monaco)
defineThemes(monaco)

// Monaco lets Tab indent where a suggestion begins with indentation, as it does after one line was accepted. Here it accepts, wherever
// it does not indent by the rule of tab-indents.ts.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyCode.Tab,
  command: 'editor.action.inlineSuggest.commit',
  when: 'inlineSuggestionVisible && !editorTabMovesFocus && !suggestWidgetVisible && !editorReadonly',
})
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyCode.Tab,
  command: 'tab',
  when: `inlineSuggestionVisible && ${tabIndentsKey} && !editorTabMovesFocus && !suggestWidgetVisible && !editorReadonly`,
})

// Monaco gives no key to accepting one line.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyMod.Alt | monaco.KeyCode.RightArrow,
  command: 'editor.action.inlineSuggest.acceptNextLine',
  when: 'inlineSuggestionVisible',
})

/** Monaco with the features that the product uses. Import this file lazily: it is the largest part of the interface. */
export { monaco }
