/** A value that others can follow. Followers see the latest state, not every state: what changes faster than it is read is skipped. */
export interface Observable<T> {
  get(): T
  set(value: T): void
  /** Yields the value now and after changes. Ends when the signal aborts or the consumer leaves. */
  watch(signal?: AbortSignal): AsyncGenerator<T, void, undefined>
}

export function createObservable<T>(initial: T): Observable<T> {
  let value = initial
  let version = 0
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of [...waiting]) wake()
  }
  return {
    get: () => value,
    set(next) {
      value = next
      version++
      wakeAll()
    },
    async *watch(signal) {
      let seen = -1
      signal?.addEventListener('abort', wakeAll)
      try {
        while (!signal?.aborted) {
          if (seen !== version) {
            seen = version
            yield value
            continue
          }
          await new Promise<void>((resolve) => {
            const wake = () => {
              waiting.delete(wake)
              resolve()
            }
            waiting.add(wake)
          })
        }
      } finally {
        signal?.removeEventListener('abort', wakeAll)
      }
    },
  }
}
