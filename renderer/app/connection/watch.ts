import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { isAppError } from '#contracts/errors'
import type { WorkbenchClient } from '#contracts/workbench'
import { reportError } from '../notices/notify.ts'
import { type Connection, waitForConnection } from './connection.ts'

/** Opens one of the engine's `watch` streams. */
export type OpenWatch<T> = (client: WorkbenchClient, signal: AbortSignal) => Promise<AsyncIterable<T>>

/** Pauses before a stream that failed while the engine is there is opened again. */
const firstRetryMs = 500
const longestRetryMs = 30_000

/**
 * Follows a `watch` stream until the answer is called: `onValue` gets the state at once and after each change. When the engine
 * goes away the stream is opened again as soon as it is back.
 */
export function watch<T>(open: OpenWatch<T>, onValue: (value: T) => void): () => void {
  const controller = new AbortController()
  void follow(open, onValue, controller.signal)
  return () => controller.abort()
}

async function follow<T>(open: OpenWatch<T>, onValue: (value: T) => void, signal: AbortSignal): Promise<void> {
  let retryMs = firstRetryMs
  let finished: Connection | null = null
  while (!signal.aborted) {
    try {
      const connection = await waitForConnection(signal, finished)
      // Whether it ends by itself, as the menu of a host without one, or with its connection: only the next engine has more to say.
      finished = connection
      for await (const value of await open(connection.client, signal)) {
        if (signal.aborted) return
        retryMs = firstRetryMs
        onValue(value)
      }
    } catch (error) {
      if (signal.aborted) return
      if (isAppError(error, 'connection.lost')) continue
      if (retryMs === firstRetryMs) reportError(error)
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      retryMs = Math.min(retryMs * 2, longestRetryMs)
      finished = null
    }
  }
}

/** A store that mirrors a `watch` stream; `value` is undefined until the first state arrives. */
export type WatchedStore<T> = UseBoundStore<StoreApi<{ value: T | undefined }>>

/**
 * Mirrors a `watch` stream for the life of the page. The last known state stays while the engine is away. Use it as a hook:
 * `useRecipe((state) => state.value)`.
 */
export function createWatchedStore<T>(open: OpenWatch<T>): WatchedStore<T> {
  const store = create<{ value: T | undefined }>(() => ({ value: undefined }))
  watch(open, (value) => store.setState({ value }))
  return store
}
