import type { CompletionEvent, CompletionOutcome, CompletionPlace, CompletionTimings } from '#contracts/completion'

/** What became of one request, for the status bar. */
export type CompletionReport =
  | { status: 'ended'; outcome: CompletionOutcome; timings: CompletionTimings | null }
  | { status: 'failed'; error: unknown }

/** Streams one suggestion; ends when the signal aborts. */
export type Complete = (place: CompletionPlace, signal: AbortSignal) => Promise<AsyncIterable<CompletionEvent>>

/** One suggestion while it comes in. */
export interface CompletionStream {
  /** The suggestion so far. */
  readonly text: string
  readonly ended: boolean
  /** True once nobody wants it any more. */
  readonly left: boolean
  /** Resolves when the stream ended, whatever the reason. */
  readonly end: Promise<void>
  /** Resolves when there is something to show, or will be nothing. */
  readonly showable: Promise<void>
  /** Gives the suggestion up. It goes on for a moment: whoever types what it says asks again, and the engine joins the two. */
  leave(): void
}

/** How long a suggestion that is still growing is held back: most end within this time and then appear whole. */
const holdBackMs = 120

/** Longer than the pause after which the next request comes, or a fast typist would start the model anew with every key. */
const lingerMs = 400

/** Asks for one suggestion. Reports how it ended, unless it was given up before. */
export function startCompletionStream(options: {
  place: CompletionPlace
  complete: Complete
  onReport: (report: CompletionReport) => void
}): CompletionStream {
  const { place, complete, onReport } = options
  const controller = new AbortController()
  const showable = Promise.withResolvers<void>()
  let text = ''
  let ended = false
  let left = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const read = async () => {
    try {
      for await (const event of await complete(place, controller.signal)) {
        text = event.text
        if (text !== '') timer ??= setTimeout(showable.resolve, holdBackMs)
        if (event.type === 'end' && !left) onReport({ status: 'ended', outcome: event.outcome, timings: event.timings })
      }
    } catch (error) {
      // Whatever fails after the suggestion was given up is of no interest to anyone.
      if (!left) onReport({ status: 'failed', error })
    } finally {
      ended = true
      clearTimeout(timer)
      showable.resolve()
    }
  }
  const end = read()

  return {
    get text() {
      return text
    },
    get ended() {
      return ended
    },
    get left() {
      return left
    },
    end,
    showable: showable.promise,
    leave() {
      if (left) return
      left = true
      showable.resolve()
      if (ended) return
      const linger = setTimeout(() => controller.abort(), lingerMs)
      void end.then(() => clearTimeout(linger))
    },
  }
}
