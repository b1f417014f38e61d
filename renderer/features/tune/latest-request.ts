/** Runs one request at a time; of those asked for meanwhile only the latest is run afterwards. */
export interface LatestRequest<Input> {
  ask(input: Input): void
  /** True while a request runs or waits. */
  readonly busy: boolean
  close(): void
}

/**
 * Made for a handle under the pointer: the engine is never more than one answer behind, however fast the pointer moves, and the
 * last position always gets its answer. Answers that come after `close` are dropped.
 */
export function createLatestRequest<Input, Output>(options: {
  run: (input: Input, signal: AbortSignal) => Promise<Output>
  onAnswer: (output: Output, input: Input) => void
  onError: (error: unknown) => void
}): LatestRequest<Input> {
  const aborter = new AbortController()
  let running = false
  let waiting: { input: Input } | null = null

  async function start(input: Input): Promise<void> {
    running = true
    try {
      const output = await options.run(input, aborter.signal)
      if (!aborter.signal.aborted) options.onAnswer(output, input)
    } catch (error) {
      if (!aborter.signal.aborted) options.onError(error)
    }
    running = false
    if (waiting && !aborter.signal.aborted) {
      const next = waiting.input
      waiting = null
      void start(next)
    }
  }

  return {
    ask(input) {
      if (aborter.signal.aborted) return
      if (running) waiting = { input }
      else void start(input)
    },
    get busy() {
      return running
    },
    close: () => aborter.abort(),
  }
}
