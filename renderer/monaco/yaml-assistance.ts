import { escapeMarkdown } from './escape-markdown.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'

/** Lines and columns from 0 on. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** What helps to write one kind of YAML: pure functions of its text. */
export interface YamlAssistance {
  suggest(
    text: string,
    at: TextPlace,
  ): {
    /** Columns of the word that they replace. */
    readonly start: number
    readonly end: number
    readonly suggestions: readonly {
      readonly label: string
      /** `$0` stands where the cursor goes. */
      readonly insert: string
      readonly kind: 'key' | 'value' | 'name'
      readonly detail: string
      readonly description: string
      /** Whether more is suggested behind it. */
      readonly goesOn: boolean
    }[]
  }
  describe(text: string, at: TextPlace): { start: number; end: number; paragraphs: readonly string[] } | null
}

/** Texts that are helped with have addresses of this scheme, so that other YAML files are left alone. */
const scheme = 'assisted'
const language = 'yaml'
const assistances = new WeakMap<monaco.editor.ITextModel, YamlAssistance>()
let count = 0
let isRegistered = false

/** A text in which `assistance` helps. Whoever makes it disposes it. */
export function createAssistedModel(monaco: Monaco, text: string): monaco.editor.ITextModel {
  if (!isRegistered) register(monaco)
  isRegistered = true
  return monaco.editor.createModel(text, language, monaco.Uri.from({ scheme, path: `/${count++}.yaml` }))
}

export function setAssistance(model: monaco.editor.ITextModel, assistance: YamlAssistance | null): void {
  if (assistance) assistances.set(model, assistance)
  else assistances.delete(model)
}

function register(monaco: Monaco): void {
  void indentItems(monaco)
  const { Property, Value, Field } = monaco.languages.CompletionItemKind
  const kinds = { key: Property, value: Value, name: Field }
  const selector = { language, scheme }
  monaco.languages.registerCompletionItemProvider(selector, {
    triggerCharacters: [' ', '[', '{', ','],
    provideCompletionItems(model, position) {
      const found = assistances.get(model)?.suggest(model.getValue(), toPlace(position))
      if (!found) return { suggestions: [] }
      const range = toRange(monaco, position.lineNumber, found)
      const suggestions = found.suggestions.map((each, order) => ({
        label: { label: each.label, description: each.detail },
        insertText: each.insert,
        // Only where it has to be one: Enter starts a new line where plain text stands there already.
        ...(each.insert.includes('$0') && {
          insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
        }),
        kind: kinds[each.kind],
        documentation: each.description,
        range,
        sortText: String(order).padStart(6, '0'),
        ...(each.goesOn && { command: { id: 'editor.action.triggerSuggest', title: '' } }),
      }))
      return { suggestions }
    },
  })
  monaco.languages.registerHoverProvider(selector, {
    provideHover(model, position) {
      const found = assistances.get(model)?.describe(model.getValue(), toPlace(position))
      if (!found) return null
      // As text: what a project's signals are called is not ours, and could hold links and pictures.
      const contents = found.paragraphs.map((value) => ({ value: escapeMarkdown(value) }))
      return { range: toRange(monaco, position.lineNumber, found), contents }
    },
  })
}

/** The keys of an item stand below its first one, and not below its dash. */
async function indentItems(monaco: Monaco): Promise<void> {
  // Monaco's own rules come with the language, which is loaded when it is first coloured; the last rules count.
  await monaco.editor.colorize('a: b', language, {})
  const { Indent, None } = monaco.languages.IndentAction
  monaco.languages.setLanguageConfiguration(language, {
    onEnterRules: [
      { beforeText: /:\s*$/, action: { indentAction: Indent } },
      { beforeText: /^\s*- +[^\s:]+:/, action: { indentAction: None, appendText: '  ' } },
    ],
  })
}

function toPlace({ lineNumber, column }: monaco.Position): TextPlace {
  return { line: lineNumber - 1, column: column - 1 }
}

function toRange(monaco: Monaco, lineNumber: number, { start, end }: { start: number; end: number }): monaco.Range {
  return new monaco.Range(lineNumber, start + 1, lineNumber, end + 1)
}
