import { parentPort, workerData } from 'node:worker_threads'
import { packFailure } from './packed-failure.ts'
import type { Answer, Given, MessageFromThread, MessageToThread, ThreadRequests, ThreadStart } from './thread-messages.ts'

/** What the answer to one request has beside what it is given. */
export interface ThreadWork {
  /** Aborts when nobody wants the answer any more, or the thread is to end: for work that waits. */
  readonly signal: AbortSignal
  /** Throws from the same moment on: for work that keeps the thread busy, and so hears of no signal. Costs a read of memory. */
  throwIfStopped(): void
  /** The answer's buffers that are handed over instead of copied. */
  transfer(buffers: readonly ArrayBuffer[]): void
}

export interface ServedThread<Requests extends ThreadRequests<Requests>> {
  /** They begin in the order in which they are asked; one that waits lets the next begin. */
  requests: {
    [Name in keyof Requests]: (
      given: Given<Requests[Name]>,
      work: ThreadWork,
    ) => Answer<Requests[Name]> | Promise<Answer<Requests[Name]>>
  }
  /** Called when the last request has ended. With nothing open any more the thread ends. */
  close?(): void | Promise<void>
  /** Turns an error into an expected one, as far as it is one: its class does not survive the way to the other thread. */
  explain?(error: unknown): unknown
}

interface Running {
  readonly stopping: AbortController
  readonly ended: Promise<void>
}

/** Answers what the thread is asked. `open` gets what the thread was started with; where it throws, every request fails with that. */
export function serveThread<Requests extends ThreadRequests<Requests>, Data>(open: (data: Data) => ServedThread<Requests>): void {
  const port = parentPort
  if (!port) throw new Error('This file runs as a worker thread only.')
  const send = (message: MessageFromThread, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const served = tryOpen(open, (error) => send({ type: 'broken', failure: packFailure(error) }))
  if (!served) {
    port.close()
    return
  }
  const { requests, close, explain = (error: unknown) => error } = served
  const running = new Map<number, Running>()

  async function answer({ id, name, given, stopped }: Extract<MessageToThread, { type: 'ask' }>, signal: AbortSignal) {
    const startedMs = performance.now()
    const buffers: ArrayBuffer[] = []
    const work: ThreadWork = {
      signal,
      throwIfStopped() {
        if (Atomics.load(stopped, 0) !== 0) throw new Error('The request was called off.')
      },
      transfer: (more) => void buffers.push(...more),
    }
    try {
      work.throwIfStopped()
      const value = await requests[name as keyof Requests](given as never, work)
      send({ type: 'answered', id, tookMs: performance.now() - startedMs, answer: value }, buffers)
    } catch (error) {
      send({ type: 'failed', id, tookMs: performance.now() - startedMs, failure: packFailure(explain(error)) })
    }
  }

  async function end(): Promise<void> {
    for (const { stopping } of running.values()) stopping.abort()
    await Promise.all(Array.from(running.values(), ({ ended }) => ended))
    try {
      await close?.()
    } catch (error) {
      send({ type: 'broken', failure: packFailure(explain(error)) })
    }
    port?.close()
  }

  port.on('message', (message: MessageToThread) => {
    if (message.type === 'end') void end()
    else if (message.type === 'stop') running.get(message.id)?.stopping.abort()
    else {
      const stopping = new AbortController()
      const ended = answer(message, stopping.signal).finally(() => running.delete(message.id))
      running.set(message.id, { stopping, ended })
    }
  })
}

function tryOpen<Served, Data>(open: (data: Data) => Served, onFailure: (error: unknown) => void): Served | null {
  try {
    return open((workerData as ThreadStart).data as Data)
  } catch (error) {
    onFailure(error)
    return null
  }
}
