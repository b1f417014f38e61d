import { type PackedFailure, packFailure, unpackFailure } from '../../platform/threads/packed-failure.ts'

/** What one side of the exchange can be asked: for each request a function from what it is given to what it answers. */
export type Requests<Shape> = { [Name in keyof Shape]: (given: never) => unknown }
type Given<Request> = Request extends (given: infer Value) => unknown ? Value : never
type Answer<Request> = Request extends (given: never) => infer Value ? Awaited<Value> : never

/** How a side answers. The signal aborts when nobody wants the answer any more. */
export type Served<Ours extends Requests<Ours>> = {
  [Name in keyof Ours]: (given: Given<Ours[Name]>, signal: AbortSignal) => Answer<Ours[Name]> | Promise<Answer<Ours[Name]>>
}

/** Requests between a process and the one that started it, in both directions. Anything that can be cloned may be given and answered. */
export interface Exchange<Theirs extends Requests<Theirs>> {
  /**
   * Fails as the request does, at once with the reason of the signal when it aborts, or with `ProcessEndedError`.
   */
  ask<Name extends keyof Theirs & string>(
    name: Name,
    given: Given<Theirs[Name]>,
    signal?: AbortSignal,
  ): Promise<Answer<Theirs[Name]>>
}

/** The other process ended, or crashed, before it had answered. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError'
}

/** The part of Node's `process` in a forked child, and of its `ChildProcess` in the parent, that an exchange needs. */
export interface ExchangeEnd {
  readonly connected: boolean
  send?(message: object, handle: undefined, options: object, callback: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
}

type Message =
  | { type: 'ask'; id: number; name: string; given: unknown }
  | { type: 'stop'; id: number }
  | { type: 'answered'; id: number; answer: unknown }
  | { type: 'failed'; id: number; failure: PackedFailure }

interface Call {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** `Theirs` is what the other side answers, `served` what this one does. */
export function createExchange<Theirs extends Requests<Theirs>, Ours extends Requests<Ours>>(
  end: ExchangeEnd,
  served: Served<Ours>,
): Exchange<Theirs> {
  const calls = new Map<number, Call>()
  const running = new Map<number, AbortController>()
  let lastId = 0

  function send(message: Message): void {
    // The other side may have ended a moment ago: `disconnect` tells.
    if (end.connected) end.send?.(message, undefined, {}, () => undefined)
  }

  async function answer(id: number, name: string, given: unknown): Promise<void> {
    const stopping = new AbortController()
    running.set(id, stopping)
    try {
      send({ type: 'answered', id, answer: await served[name as keyof Ours](given as never, stopping.signal) })
    } catch (error) {
      send({ type: 'failed', id, failure: packFailure(error) })
    } finally {
      running.delete(id)
    }
  }

  end.on('message', (received) => {
    const message = received as Message
    switch (message.type) {
      case 'ask':
        void answer(message.id, message.name, message.given)
        break
      case 'stop':
        running.get(message.id)?.abort()
        break
      case 'answered':
        calls.get(message.id)?.resolve(message.answer)
        break
      case 'failed':
        calls.get(message.id)?.reject(unpackFailure(message.failure))
        break
    }
  })
  end.on('disconnect', () => {
    for (const call of calls.values()) call.reject(new ProcessEndedError('The process ended before it had answered.'))
    for (const stopping of running.values()) stopping.abort()
  })

  return {
    async ask(name, given, signal) {
      signal?.throwIfAborted()
      if (!end.connected) throw new ProcessEndedError('The process has ended.')
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<never>()
      calls.set(id, { resolve: resolve as Call['resolve'], reject })
      const stop = () => {
        send({ type: 'stop', id })
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', stop, { once: true })
      send({ type: 'ask', id, name, given })
      return promise.finally(() => {
        calls.delete(id)
        signal?.removeEventListener('abort', stop)
      })
    },
  }
}
