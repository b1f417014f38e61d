import { availableParallelism } from 'node:os'
import type { TextMatch } from '#contracts/dataset'
import type { TextPattern } from '#contracts/query/query'
import { startThread, type Thread } from '../../platform/threads/start-thread.ts'
import type { Answer, Given } from '../../platform/threads/thread-messages.ts'
import { DocumentSet } from './document-set.ts'
import type { Candidates } from './index/index-candidates.ts'
import type { TrigramNeed } from './index/trigrams.ts'
import { checkedEntry, stopEntry, type TextCondition, type TextRequests } from './text-check.ts'

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

/** One document may take this long; a usual one takes some ten microseconds. */
const giveUpMs = 2000
const lookMs = 100
const maxWidth = 4

/**
 * Threads start with the first checks and stay until the checker is disposed of. An expression that catches itself costs its thread. `warn`
 * takes a sentence for the log.
 */
export function createTextChecker(files: TextCheckerFiles, warn: (message: string) => void): TextChecker {
  const idle: Thread<TextRequests>[] = []
  const all = new Set<Thread<TextRequests>>()
  const running = new Set<Promise<unknown>>()
  const closing = new AbortController()
  const stopWith = (signal?: AbortSignal) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal)

  async function takeThread(): Promise<Thread<TextRequests>> {
    const waiting = idle.pop()
    if (waiting) return waiting
    const options = { file: 'check-texts-worker', beside: import.meta.url, data: files, warn }
    const thread = startThread<TextRequests>(options)
    all.add(thread)
    await thread.ask('begin', null)
    return thread
  }

  async function letGo(thread: Thread<TextRequests>): Promise<void> {
    if (thread.waiting === 0 && !thread.hasEnded) {
      idle.push(thread)
      return
    }
    all.delete(thread)
    await thread.endByForce()
  }

  /** The answer, or null when the thread had to be ended. */
  function askOnce<Name extends Exclude<keyof TextRequests, 'begin'>>(
    name: Name,
    given: Given<TextRequests[Name]>,
    signal: AbortSignal,
  ): Promise<Answer<TextRequests[Name]> | null> {
    const asked = (async () => {
      const thread = await takeThread()
      try {
        return await watchAnswer({ answer: thread.ask(name, given), state: given.state, signal })
      } finally {
        await letGo(thread)
      }
    })()
    running.add(asked)
    return asked.finally(() => running.delete(asked))
  }

  return {
    width: Math.min(availableParallelism(), maxWidth),
    async check(conditions, ids, signal) {
      const stopping = stopWith(signal)
      const found = new Uint32Array(new SharedArrayBuffer(4 * ids.length))
      const givenUp: number[] = []
      let checked = 0
      while (checked < ids.length && !stopping.aborted) {
        const state = createState()
        const check = { conditions, ids: ids.slice(checked), found: found.subarray(checked), state }
        const answer = await askOnce('check', check, stopping).catch((error) => {
          if (!stopping.aborted) throw error
          return null
        })
        checked += Atomics.load(state, checkedEntry)
        if (!answer && checked < ids.length && !stopping.aborted) givenUp.push(checked++)
      }
      return { found, checked, givenUp }
    },
    async findCandidates(needs, documentCount, signal) {
      const stopping = stopWith(signal)
      stopping.throwIfAborted()
      const answer = await askOnce('findCandidates', { needs, documentCount, state: createState() }, stopping)
      stopping.throwIfAborted()
      if (!answer) return { indexedCount: 0, sets: needs.map(() => new DocumentSet(documentCount)) }
      const { indexedCount, words } = answer
      return { indexedCount, sets: words.map((each) => new DocumentSet(documentCount, each)) }
    },
    async locate(patterns, id, signal) {
      const stopping = stopWith(signal)
      stopping.throwIfAborted()
      const answer = await askOnce('locate', { patterns, id, state: createState() }, stopping)
      stopping.throwIfAborted()
      return answer?.matches ?? []
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      await Promise.allSettled(running)
      await Promise.all(Array.from(all, (thread) => thread[Symbol.asyncDispose]()))
    },
  }
}

function createState(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(8))
}

/** Null when the thread looks at one document for too long, and does not stop either: then it is of no more use. */
async function watchAnswer<T>({ answer, state, signal }: Watched<T>): Promise<T | null> {
  const { promise: stuck, resolve } = Promise.withResolvers<null>()
  let seen = 0
  let seenAtMs = performance.now()
  let stoppedAtMs: number | null = null
  const stop = () => {
    Atomics.store(state, stopEntry, 1)
    stoppedAtMs ??= performance.now()
  }
  const look = () => {
    const nowMs = performance.now()
    const checked = Atomics.load(state, checkedEntry)
    if (checked > seen) {
      seen = checked
      seenAtMs = nowMs
    } else if (nowMs - seenAtMs > giveUpMs) stop()
    // A thread that only was slow stops by now, and so none is ended while it opens the next text.
    if (stoppedAtMs !== null && nowMs - stoppedAtMs >= lookMs) resolve(null)
  }
  const timer = setInterval(look, lookMs)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([stuck, answer])
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', stop)
  }
}

interface Watched<T> {
  answer: Promise<T>
  state: Int32Array
  signal: AbortSignal
}
