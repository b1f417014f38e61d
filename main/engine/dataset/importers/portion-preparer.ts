import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { PortionRequest, PreparedPortion } from './prepare-portion.ts'

/** A request on its way to a thread. A thread works on several at once, so its replies come in any order and say whose they are. */
export interface PrepareCall {
  id: number
  request: PortionRequest
}
export interface PrepareReply {
  id: number
  prepared: PreparedPortion
}

/** Threads that turn portions of sources into documents. */
export interface PortionPreparer {
  /** How many requests keep all threads busy. */
  readonly capacity: number
  /** `transfer` are buffers of the request that are handed over. */
  prepare(request: PortionRequest, transfer?: ArrayBuffer[]): Promise<PreparedPortion>
  /** Ends the threads at once; requests that are under way fail. */
  [Symbol.asyncDispose](): Promise<void>
}

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './prepare-portion-worker.ts' : './prepare-portion-worker.js',
  import.meta.url,
)
/** More threads than this wait for the one that writes the database. */
const maxThreads = 4

/** Starts its threads when they are needed. */
export function createPortionPreparer(): PortionPreparer {
  const threadCount = Math.min(maxThreads, availableParallelism())
  const threads: PrepareThread[] = []
  return {
    // One more each, so that no thread waits for the next request.
    capacity: threadCount * 2,
    prepare(request, transfer = []) {
      const idle = threads.find((thread) => thread.waiting === 0)
      if (!idle && threads.length < threadCount) threads.push(startThread())
      const [first, ...others] = idle ? [idle] : threads
      if (!first) throw new Error('No thread was started.')
      return others.reduce((best, each) => (each.waiting < best.waiting ? each : best), first).ask(request, transfer)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}

interface PrepareThread {
  readonly worker: Worker
  /** Requests that it has not answered. */
  readonly waiting: number
  ask(request: PortionRequest, transfer: ArrayBuffer[]): Promise<PreparedPortion>
}

function startThread(): PrepareThread {
  const worker = new Worker(workerUrl, { execArgv: [] })
  const waiting = new Map<number, PromiseWithResolvers<PreparedPortion>>()
  let lastId = 0
  const failAll = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', ({ id, prepared }: PrepareReply) => {
    waiting.get(id)?.resolve(prepared)
    waiting.delete(id)
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new Error('A thread that prepares documents ended.')))
  return {
    worker,
    get waiting() {
      return waiting.size
    },
    ask(request, transfer) {
      const answer = Promise.withResolvers<PreparedPortion>()
      const call: PrepareCall = { id: ++lastId, request }
      waiting.set(call.id, answer)
      worker.postMessage(call, transfer)
      return answer.promise
    },
  }
}
