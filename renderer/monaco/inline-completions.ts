import type { CompletionEvent, CompletionOutcome, CompletionRequest, CompletionTimings } from '#contracts/completion'
import type { Monaco, monaco } from './monaco.ts'

/** What became of one request, for the status bar. */
export type CompletionReport =
  | { status: 'ended'; outcome: CompletionOutcome; timings: CompletionTimings | null }
  | { status: 'failed'; error: unknown }

export interface InlineCompletionsOptions {
  /** Streams one suggestion; ends when the signal aborts. */
  complete: (request: CompletionRequest, signal: AbortSignal) => Promise<AsyncIterable<CompletionEvent>>
  /** Read at each request, so that a changed setting counts at once. */
  settings: () => {
    enabled: boolean
    lines: CompletionRequest['lines']
    debounceMs: number
    disabledLanguages: readonly string[]
  }
  /** Path or name of the file that a model holds. */
  pathOf: (model: monaco.editor.ITextModel) => string
  onReport: (report: CompletionReport) => void
}

/** How long a suggestion that is still growing is held back: most end within this time and then appear whole. */
const holdBackMs = 120

/** One streamed suggestion for one place in one version of a text. */
interface Session {
  model: monaco.editor.ITextModel
  version: number
  offset: number
  controller: AbortController
  text: string
  hasText: PromiseWithResolvers<void>
  ended: boolean
  /** Set while Monaco is asked to fetch the same suggestion again because it grew after it was shown. */
  refreshing: boolean
}

/** Makes Monaco ask the engine for ghost text in every editor that has inline suggestions on. */
export function registerInlineCompletions(monaco: Monaco, options: InlineCompletionsOptions): monaco.IDisposable {
  let session: Session | null = null

  const provider: monaco.languages.InlineCompletionsProvider & { freeInlineCompletions: () => void } = {
    get debounceDelayMs() {
      return options.settings().debounceMs
    },
    async provideInlineCompletions(model, position, context, token) {
      const offset = model.getOffsetAt(position)
      if (session?.refreshing && isFor(session, model, offset)) {
        session.refreshing = false
        return toList(monaco, model, position, session.text)
      }
      session?.controller.abort()
      session = null
      const manual = context.triggerKind === monaco.languages.InlineCompletionTriggerKind.Explicit
      const { enabled, lines, disabledLanguages } = options.settings()
      if (!manual && (!enabled || disabledLanguages.includes(model.getLanguageId()))) {
        options.onReport({ status: 'ended', outcome: 'paused', timings: null })
        return null
      }
      const started: Session = {
        model,
        version: model.getVersionId(),
        offset,
        controller: new AbortController(),
        text: '',
        hasText: Promise.withResolvers(),
        ended: false,
        refreshing: false,
      }
      session = started
      const cancellation = token.onCancellationRequested(() => started.controller.abort())
      const text = model.getValue()
      const request: CompletionRequest = {
        path: options.pathOf(model),
        language: model.getLanguageId(),
        prefix: text.slice(0, offset),
        suffix: text.slice(offset),
        trigger: manual ? 'manual' : 'automatic',
        lines,
      }
      const end = follow(started, request, options)
      await waitForText(started, end)
      // Monaco cancels the token also when all went well; from here on the next request ends the stream.
      cancellation.dispose()
      if (started.controller.signal.aborted) return null
      const shown = started.text
      if (!started.ended) void end.then(() => refresh(monaco, started, shown))
      return toList(monaco, model, position, shown)
    },
    // Monaco up to 0.52 calls the first name, later versions the second; without them it throws. There is nothing to release.
    freeInlineCompletions: () => undefined,
    disposeInlineCompletions: () => undefined,
  }
  return monaco.languages.registerInlineCompletionsProvider({ pattern: '**' }, provider)
}

/** Keeps the session's text up to date until the stream ends. Never rejects. */
async function follow(session: Session, request: CompletionRequest, options: InlineCompletionsOptions): Promise<void> {
  const { signal } = session.controller
  try {
    for await (const event of await options.complete(request, signal)) {
      if (signal.aborted) break
      session.text = event.text
      if (event.text !== '') session.hasText.resolve()
      if (event.type === 'end') options.onReport({ status: 'ended', outcome: event.outcome, timings: event.timings })
    }
  } catch (error) {
    // Whatever fails after the request was given up is of no interest to anyone.
    if (!signal.aborted) options.onReport({ status: 'failed', error })
  } finally {
    session.ended = true
  }
}

/** Waits for the whole suggestion, but no longer than `holdBackMs` after its first text. */
async function waitForText(session: Session, end: Promise<void>): Promise<void> {
  const { signal } = session.controller
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const heldBack = session.hasText.promise.then(() => new Promise<void>((resolve) => setTimeout(resolve, holdBackMs)))
  await Promise.race([end, aborted, heldBack])
}

/**
 * Shows the whole text where its beginning is shown. Monaco keeps a list for as long as nothing is typed, and prefers the item that
 * is on the screen, so the old one has to go before it is asked again; both happen within one frame.
 */
function refresh(monaco: Monaco, session: Session, shown: string): void {
  const editor = monaco.editor
    .getEditors()
    .find((candidate) => candidate.getModel() === session.model && candidate.hasTextFocus())
  const position = editor?.getPosition()
  if (!editor || !position || session.controller.signal.aborted || session.text === shown) return
  if (!isFor(session, session.model, session.model.getOffsetAt(position))) return
  session.refreshing = true
  editor.trigger('codeshell', 'editor.action.inlineSuggest.hide', {})
  editor.trigger('codeshell', 'editor.action.inlineSuggest.trigger', {})
}

function isFor(session: Session, model: monaco.editor.ITextModel, offset: number): boolean {
  return session.model === model && session.version === model.getVersionId() && session.offset === offset
}

function toList(
  monaco: Monaco,
  model: monaco.editor.ITextModel,
  position: monaco.Position,
  text: string,
): monaco.languages.InlineCompletions {
  if (text === '') return { items: [] }
  const { lineNumber, column } = position
  const rest = model.getLineContent(lineNumber).slice(column - 1)
  // Monaco shows several lines only when they reach the end of the line, so what follows the cursor is moved to their end.
  const movesRest = rest !== '' && text.includes('\n')
  const range = new monaco.Range(lineNumber, column, lineNumber, movesRest ? column + rest.length : column)
  return { items: [{ insertText: movesRest ? text + rest : text, range }], enableForwardStability: true }
}
