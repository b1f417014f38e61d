import { type Transferable, Worker } from 'node:worker_threads'
import { unpackFailure } from './packed-failure.ts'
import type { Answer, Given, MessageFromThread, MessageToThread, ThreadRequests, ThreadStart } from './thread-messages.ts'

/** A thread that answers requests, which its module gives to `serveThread`. */
export interface Thread<Requests extends ThreadRequests<Requests>> extends AsyncDisposable {
  /** Requests that keep the thread busy, those among them that nobody waits for any more. */
  readonly waiting: number
  /** Whether it has crashed, or was ended: then it answers no more. */
  readonly hasEnded: boolean
  /** Fails as the request does, or with `ThreadEndedError`. */
  ask<Name extends keyof Requests>(
    name: Name,
    given: Given<Requests[Name]>,
    options?: AskOptions,
  ): Promise<Answer<Requests[Name]>>
  /** Calls off what is under way, lets the thread close what it has open, and waits until it has ended. */
  [Symbol.asyncDispose](): Promise<void>
  /**
   * Ends it at once. Only for one that an expression keeps busy, and that therefore hears of nothing else: anything of Node or native code
   * that it was in the midst of can take the whole process along.
   */
  endByForce(): Promise<void>
}

export interface AskOptions {
  /** Fails the call at once with its reason, and calls off the request: work in the thread ends when it looks. */
  signal?: AbortSignal | undefined
  /** What is handed over instead of copied. */
  transfer?: readonly Transferable[]
  /** Called when the request has run, also with an error, unless it was called off. */
  onDidRun?: (run: { tookMs: number }) => void
}

export interface ThreadOptions {
  /** The module that answers, less its ending. */
  file: string
  /** `import.meta.url` of the module that starts the thread, beside which `file` lies: in a bundle, too. */
  beside: string
  /** Given to the module. */
  data?: unknown
  /** For work that nobody watches: see `enterBackground`. */
  isBackground?: boolean
  /** Takes a sentence for the log. */
  warn: (message: string) => void
  /** How long the thread may take to end before it is ended by force. */
  patienceMs?: number
}

/** A thread ended before it had answered: it crashed, ran out of memory, or was ended. The cause says which. */
export class ThreadEndedError extends Error {
  override readonly name = 'ThreadEndedError'
}

const entryUrl = new URL(import.meta.url.endsWith('.ts') ? './thread-entry.ts' : './thread-entry.js', import.meta.url)

/** What keeps a thread busy for longer than this between two looks at whether it is to stop is a mistake. */
const usualPatienceMs = 10_000

interface Call {
  readonly stopped: Int32Array<SharedArrayBuffer>
  settle(message: Extract<MessageFromThread, { id: number }>): void
  fail(error: Error): void
}

/** Starts a thread. While it has nothing to do it keeps no program running. */
export function startThread<Requests extends ThreadRequests<Requests>>(options: ThreadOptions): Thread<Requests> {
  const { file, beside, data, isBackground = false, warn, patienceMs = usualPatienceMs } = options
  const module = new URL(`./${file}${beside.endsWith('.ts') ? '.ts' : '.js'}`, beside).href
  const worker = new Worker(entryUrl, { workerData: { module, isBackground, data } satisfies ThreadStart, execArgv: [] })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const calls = new Map<number, Call>()
  let lastId = 0
  let ended: Error | null = null
  let closeFailure: Error | null = null
  let ending: Promise<void> | null = null

  const send = (message: MessageToThread, transfer: readonly Transferable[] = []) => worker.postMessage(message, transfer)

  function endCalls(error: Error): void {
    ended ??= error
    for (const call of calls.values()) call.fail(ended)
    calls.clear()
  }

  worker.on('message', (message: MessageFromThread) => {
    if (message.type === 'broken') {
      closeFailure = unpackFailure(message.failure)
      endCalls(closeFailure)
      return
    }
    calls.get(message.id)?.settle(message)
    calls.delete(message.id)
    if (calls.size === 0 && !ending) worker.unref()
  })
  worker.on('messageerror', (cause) => endCalls(new ThreadEndedError(`The thread ${file} sent what cannot be read.`, { cause })))
  worker.on('error', (cause) => endCalls(new ThreadEndedError(`The thread ${file} crashed.`, { cause })))
  worker.on('exit', () => endCalls(new ThreadEndedError(`The thread ${file} ended.`)))
  worker.unref()

  async function end(): Promise<void> {
    if (worker.threadId < 0) return
    worker.ref()
    const wasBroken = ended !== null
    for (const { stopped } of calls.values()) Atomics.store(stopped, 0, 1)
    endCalls(new ThreadEndedError(`The thread ${file} was told to end.`))
    send({ type: 'end' })
    const patience = setTimeout(() => {
      warn(`The thread ${file} was ended by force: it had not ended ${patienceMs} ms after it was told to.`)
      void worker.terminate()
    }, patienceMs)
    await exited
    clearTimeout(patience)
    // What broke it before was told to those who asked.
    if (closeFailure && !wasBroken) throw closeFailure
  }

  return {
    get waiting() {
      return calls.size
    },
    get hasEnded() {
      return ended !== null
    },
    async ask(name, given, { signal, transfer = [], onDidRun } = {}) {
      signal?.throwIfAborted()
      if (ended) throw ended
      const id = ++lastId
      const stopped = new Int32Array(new SharedArrayBuffer(4))
      const { promise, resolve, reject } = Promise.withResolvers<never>()
      const stop = () => {
        Atomics.store(stopped, 0, 1)
        if (calls.has(id)) send({ type: 'stop', id })
        reject(signal?.reason)
      }
      send({ type: 'ask', id, name, given, stopped }, transfer)
      calls.set(id, {
        stopped,
        fail: reject,
        settle(message) {
          if (!signal?.aborted) onDidRun?.({ tookMs: message.tookMs })
          if (message.type === 'answered') resolve(message.answer as never)
          else reject(unpackFailure(message.failure))
        },
      })
      worker.ref()
      signal?.addEventListener('abort', stop, { once: true })
      return promise.finally(() => signal?.removeEventListener('abort', stop))
    },
    async endByForce() {
      endCalls(new ThreadEndedError(`The thread ${file} was ended by force.`))
      await worker.terminate()
    },
    [Symbol.asyncDispose]() {
      ending ??= end()
      return ending
    },
  }
}
