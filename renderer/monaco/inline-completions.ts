import type { CompletionPlace } from '#contracts/completion'
import type { OpenTextId } from '#contracts/open-texts'
import { type Complete, type CompletionReport, type CompletionStream, startCompletionStream } from './completion-stream.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './monaco-api.ts'

export interface InlineCompletionsOptions {
  complete: Complete
  /** Read at each request, so that a changed setting counts at once. */
  settings: () => {
    enabled: boolean
    lines: CompletionPlace['lines']
    debounceMs: number
    disabledLanguages: readonly string[]
  }
  /** What the engine knows the text of a model by, now; undefined for a text that it does not hold. */
  findText: (model: monaco.editor.ITextModel) => { id: OpenTextId; version: number } | undefined
  onReport: (report: CompletionReport) => void
}

/** The suggestion for one place in one version of a text. */
interface Session {
  model: monaco.editor.ITextModel
  version: number
  offset: number
  stream: CompletionStream
  /** Set while Monaco is asked to fetch the same suggestion again because it grew after it was shown. */
  refreshing: boolean
}

export interface InlineCompletionsRegistration extends monaco.IDisposable {
  /** Asks again where the last request was made, if the cursor is still there: the model that was missing has come. */
  askAgain(): void
}

/** Makes Monaco ask the engine for ghost text in every editor that has inline suggestions on. */
export function registerInlineCompletions(monaco: Monaco, options: InlineCompletionsOptions): InlineCompletionsRegistration {
  let session: Session | null = null

  const start = (
    model: monaco.editor.ITextModel,
    position: monaco.Position,
    trigger: CompletionPlace['trigger'],
  ): Session | null => {
    const text = options.findText(model)
    if (!text) return null
    const place: CompletionPlace = {
      text: text.id,
      version: text.version,
      position: { line: position.lineNumber - 1, character: position.column - 1 },
      trigger,
      lines: options.settings().lines,
    }
    const stream = startCompletionStream({ place, complete: options.complete, onReport: options.onReport })
    return { model, version: model.getVersionId(), offset: model.getOffsetAt(position), stream, refreshing: false }
  }

  const provider: monaco.languages.InlineCompletionsProvider & { freeInlineCompletions: () => void } = {
    get debounceDelayMs() {
      return options.settings().debounceMs
    },
    async provideInlineCompletions(model, position, context, token) {
      const offset = model.getOffsetAt(position)
      if (session?.refreshing && isFor(session, model, offset)) {
        session.refreshing = false
        return toList(monaco, { model, position, text: session.stream.text })
      }
      const before = session
      session = null
      before?.stream.leave()
      const manual = context.triggerKind === monaco.languages.InlineCompletionTriggerKind.Explicit
      const { enabled, disabledLanguages } = options.settings()
      if (!manual && (!enabled || disabledLanguages.includes(model.getLanguageId()))) {
        options.onReport({ status: 'ended', outcome: 'paused', timings: null })
        return null
      }
      const started = start(model, position, manual ? 'manual' : 'automatic')
      if (!started) return null
      const { stream } = started
      session = started
      const cancellation = token.onCancellationRequested(() => stream.leave())
      await stream.showable
      // Monaco cancels the token also when all went well; from here on the next request gives the suggestion up.
      cancellation.dispose()
      if (stream.left) return null
      const shown = stream.text
      if (!stream.ended) void stream.end.then(() => refresh(monaco, started, shown))
      return toList(monaco, { model, position, text: shown })
    },
    // Monaco up to 0.52 calls the first name, later versions the second; without them it throws. There is nothing to release.
    freeInlineCompletions: () => undefined,
    disposeInlineCompletions: () => undefined,
  }
  const registered = monaco.languages.registerInlineCompletionsProvider({ pattern: '**' }, provider)
  return {
    dispose: () => registered.dispose(),
    askAgain() {
      if (session) findEditorAt(monaco, session)?.trigger('codeshell', 'editor.action.inlineSuggest.trigger', {})
    },
  }
}

/**
 * Shows the whole text where its beginning is shown. Monaco keeps a list for as long as nothing is typed, and prefers the item that
 * is on the screen, so the old one has to go before it is asked again; both happen within one frame.
 */
function refresh(monaco: Monaco, session: Session, shown: string): void {
  const editor = findEditorAt(monaco, session)
  if (!editor || session.stream.left || session.stream.text === shown) return
  session.refreshing = true
  editor.trigger('codeshell', 'editor.action.inlineSuggest.hide', {})
  editor.trigger('codeshell', 'editor.action.inlineSuggest.trigger', {})
}

/** The editor that a person types in, if its cursor is still where the session's suggestion belongs. */
function findEditorAt(monaco: Monaco, session: Session): monaco.editor.ICodeEditor | undefined {
  return monaco.editor.getEditors().find((editor) => {
    const position = editor.getPosition()
    if (editor.getModel() !== session.model || !editor.hasTextFocus() || !position) return false
    return isFor(session, session.model, session.model.getOffsetAt(position))
  })
}

function isFor(session: Session, model: monaco.editor.ITextModel, offset: number): boolean {
  return session.model === model && session.version === model.getVersionId() && session.offset === offset
}

function toList(
  monaco: Monaco,
  suggestion: { model: monaco.editor.ITextModel; position: monaco.Position; text: string },
): monaco.languages.InlineCompletions {
  const { model, position, text } = suggestion
  if (text === '') return { items: [] }
  const { lineNumber, column } = position
  const rest = model.getLineContent(lineNumber).slice(column - 1)
  // Monaco shows several lines only when they reach the end of the line, so what follows the cursor is moved to their end.
  const movesRest = rest !== '' && text.includes('\n')
  const range = new monaco.Range(lineNumber, column, lineNumber, movesRest ? column + rest.length : column)
  return { items: [{ insertText: movesRest ? text + rest : text, range }], enableForwardStability: true }
}
