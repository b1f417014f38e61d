import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { TextMatch } from '#contracts/dataset'
import type { TextPattern } from '#contracts/query/query'
import { DocumentSet } from './document-set.ts'
import type { Candidates } from './index/index-candidates.ts'
import type { TrigramNeed } from './index/trigrams.ts'
import { checkedEntry, stopEntry, type TextCondition, type TextReply, type TextRequest } from './text-check.ts'

/** What a check found, for each document that was asked for, in that order. */
export interface CheckedTexts {
  /** A bit for each condition that holds. */
  found: Uint32Array
  /** How many were looked at; the rest was not, because the check was stopped. */
  checked: number
  /** Places of documents that took so long that they were given up; nothing holds for them. */
  givenUp: number[]
}

export interface TextCheckerFiles {
  /** The project's database. */
  file: string
  indexFile: string
}

/** Looks into texts in threads of its own, so that no expression, however slow, keeps anything else waiting. */
export interface TextChecker extends AsyncDisposable {
  /** Checks that are worth having under way at once. */
  readonly width: number
  /** Aborting stops after the document that is looked at, or ends its thread; what was found until then is the answer. */
  check(conditions: readonly TextCondition[], ids: Uint32Array, signal: AbortSignal): Promise<CheckedTexts>
  /** For each need the documents that may meet it, as far as the index knows: it knows the first `indexedCount`. */
  findCandidates(needs: readonly TrigramNeed[], documentCount: number, signal?: AbortSignal): Promise<Candidates>
  /** Where a document has the patterns; nowhere when that takes too long. */
  locate(patterns: readonly TextPattern[], id: number, signal?: AbortSignal): Promise<TextMatch[]>
}

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './check-texts-worker.ts' : './check-texts-worker.js',
  import.meta.url,
)

/** One document may take this long; a usual one takes some ten microseconds. */
const giveUpMs = 2000
const lookMs = 100
const maxWidth = 4

/** Threads start with the first checks and stay until the checker is disposed of. An expression that catches itself costs its thread. */
export function createTextChecker(files: TextCheckerFiles): TextChecker {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const ending = new Set<Promise<unknown>>()
  const closing = new AbortController()

  async function takeWorker(): Promise<Worker> {
    const waiting = idle.pop()
    if (waiting) return waiting
    const worker = new Worker(workerUrl, { workerData: files, execArgv: [] })
    all.add(worker)
    await waitForReply(worker)
    return worker
  }

  function endWorker(worker: Worker): void {
    all.delete(worker)
    ending.add(worker.terminate())
  }

  /** The answer, or null when the thread had to be ended. */
  async function askOnce(request: TextRequest, signal: AbortSignal): Promise<TextReply | null> {
    const worker = await takeWorker()
    try {
      const reply = await watchRequest(worker, request, signal)
      if (reply) idle.push(worker)
      else endWorker(worker)
      return reply
    } catch (error) {
      endWorker(worker)
      throw error
    }
  }

  return {
    width: Math.min(availableParallelism(), maxWidth),
    async check(conditions, ids, signal) {
      const stopping = AbortSignal.any([signal, closing.signal])
      const found = new Uint32Array(new SharedArrayBuffer(4 * ids.length))
      const givenUp: number[] = []
      let checked = 0
      while (checked < ids.length && !stopping.aborted) {
        const state = new Int32Array(new SharedArrayBuffer(8))
        const check = { type: 'check' as const, conditions, ids: ids.slice(checked), found: found.subarray(checked), state }
        await askOnce(check, stopping).catch((error) => {
          if (!stopping.aborted) throw error
        })
        checked += Atomics.load(state, checkedEntry)
        if (checked < ids.length && !stopping.aborted) givenUp.push(checked++)
      }
      return { found, checked, givenUp }
    },
    async findCandidates(needs, documentCount, signal) {
      const stopping = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      stopping.throwIfAborted()
      const state = new Int32Array(new SharedArrayBuffer(8))
      const reply = await askOnce({ type: 'find-candidates', needs, documentCount, state }, stopping)
      stopping.throwIfAborted()
      if (reply?.type === 'candidates') {
        return { indexedCount: reply.indexedCount, sets: reply.words.map((words) => new DocumentSet(documentCount, words)) }
      }
      return { indexedCount: 0, sets: needs.map(() => new DocumentSet(documentCount)) }
    },
    async locate(patterns, id, signal) {
      const stopping = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      stopping.throwIfAborted()
      const state = new Int32Array(new SharedArrayBuffer(8))
      const reply = await askOnce({ type: 'locate', patterns, id, state }, stopping)
      stopping.throwIfAborted()
      return reply?.type === 'located' ? reply.matches : []
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      for (const worker of all) endWorker(worker)
      await Promise.all(ending)
    },
  }
}

/** Null when the thread looks at one document for too long: then it is of no more use. */
async function watchRequest(worker: Worker, request: TextRequest, signal: AbortSignal): Promise<TextReply | null> {
  const { promise: stuck, resolve } = Promise.withResolvers<null>()
  const { state } = request
  let seen = 0
  let seenAtMs = performance.now()
  const look = () => {
    const checked = Atomics.load(state, checkedEntry)
    if (checked > seen) {
      seen = checked
      seenAtMs = performance.now()
    } else if (performance.now() - seenAtMs > giveUpMs || signal.aborted) resolve(null)
  }
  const timer = setInterval(look, lookMs)
  const stop = () => Atomics.store(state, stopEntry, 1)
  signal.addEventListener('abort', stop, { once: true })
  worker.postMessage(request)
  try {
    return await Promise.race([stuck, waitForReply(worker)])
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', stop)
  }
}

function waitForReply(worker: Worker): Promise<TextReply> {
  const { promise, resolve, reject } = Promise.withResolvers<TextReply>()
  const onExit = () => reject(new Error('A thread that looks into texts ended.'))
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', onExit)
  worker.ref()
  // Whoever stops waiting ends the thread, and so nobody hears of it.
  promise.catch(() => undefined)
  return promise.finally(() => {
    // An idle thread must not keep a program running that forgot to close it.
    worker.unref()
    worker.off('message', resolve)
    worker.off('error', reject)
    worker.off('exit', onExit)
  })
}
