import { availableParallelism } from 'node:os'
import { startThread, type Thread } from '../../platform/threads/start-thread.ts'
import type { PortionRequest, PreparedPortion } from './prepare-portion.ts'

export interface PrepareRequests {
  prepare(request: PortionRequest): PreparedPortion
}

/** Threads that turn portions of sources into documents. */
export interface PortionPreparer {
  /** How many requests keep all threads busy. */
  readonly capacity: number
  /** `transfer` are buffers of the request that are handed over. */
  prepare(request: PortionRequest, transfer?: ArrayBuffer[]): Promise<PreparedPortion>
  /** Requests that are under way fail, and the threads end after the row that they are at. */
  [Symbol.asyncDispose](): Promise<void>
}

/** More threads than this wait for the one that writes the database. */
const maxThreads = 4

/** Starts its threads when they are needed. `warn` takes a sentence for the log. */
export function createPortionPreparer(warn: (message: string) => void): PortionPreparer {
  const threadCount = Math.min(maxThreads, availableParallelism())
  const threads: Thread<PrepareRequests>[] = []
  const start = () =>
    startThread<PrepareRequests>({ file: 'prepare-portion-worker', beside: import.meta.url, isBackground: true, warn })
  return {
    // One more each, so that no thread waits for the next request.
    capacity: threadCount * 2,
    prepare(request, transfer = []) {
      const idle = threads.find((thread) => thread.waiting === 0)
      if (!idle && threads.length < threadCount) threads.push(start())
      const [first, ...others] = idle ? [idle] : threads
      if (!first) throw new Error('No thread was started.')
      const least = others.reduce((best, each) => (each.waiting < best.waiting ? each : best), first)
      return least.ask('prepare', request, { transfer })
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map((thread) => thread[Symbol.asyncDispose]()))
    },
  }
}
