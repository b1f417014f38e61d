import { withSignal } from './with-signal.ts'

/** Results that several callers may wait for, each loaded once. */
export interface SharedLoads<T> {
  /**
   * The result of this key, loaded if nobody did yet. A caller whose signal aborts stops waiting at once; the load itself is aborted when
   * nobody waits for it any more. What failed is tried again by the next call.
   */
  get(key: string, load: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
  delete(key: string): void
  clear(): void
}

interface Entry<T> {
  result: Promise<T>
  waiting: number
  controller: AbortController
}

/** Keeps at most `maxLength` results, those that were used last. */
export function createSharedLoads<T>(maxLength = Infinity): SharedLoads<T> {
  const entries = new Map<string, Entry<T>>()

  function begin(key: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const controller = new AbortController()
    const entry = { result: load(controller.signal), waiting: 0, controller }
    // Whoever waits gets the failure; nobody may.
    entry.result.catch(() => forget(key, entry))
    return entry
  }

  function forget(key: string, entry: Entry<T>): void {
    if (entries.get(key) === entry) entries.delete(key)
  }

  return {
    async get(key, load, signal) {
      signal?.throwIfAborted()
      const entry = entries.get(key) ?? begin(key, load)
      entries.delete(key)
      entries.set(key, entry)
      for (const oldest of entries.keys()) if (entries.size > maxLength) entries.delete(oldest)
      entry.waiting++
      try {
        return await withSignal(entry.result, signal)
      } finally {
        entry.waiting--
        // A result that is there is kept; one that is on its way was wanted by nobody else.
        if (entry.waiting === 0 && signal?.aborted) {
          forget(key, entry)
          entry.controller.abort(signal.reason)
        }
      }
    },
    delete: (key) => {
      entries.delete(key)
    },
    clear: () => entries.clear(),
  }
}
