/**
 * Events between a producer that must not wait and a consumer that may.
 *
 * The model's turn has to end even if the reader of its tokens never asks for another one, because the next turn waits for it.
 */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(event: T): void
  end(): void
  fail(error: unknown): void
}

export function createEventQueue<T>(): EventQueue<T> {
  const events: T[] = []
  let closed = false
  let failure: { error: unknown } | null = null
  let wake: (() => void) | null = null
  const notify = () => {
    wake?.()
    wake = null
  }
  return {
    push(event) {
      events.push(event)
      notify()
    },
    end() {
      closed = true
      notify()
    },
    fail(error) {
      failure = { error }
      closed = true
      notify()
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        yield* events.splice(0)
        if (events.length > 0) continue
        if (failure) throw failure.error
        if (closed) return
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
