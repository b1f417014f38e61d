import { type AnyProcedure, Procedure, type ProcedureHandler } from '@orpc/server'

// biome-ignore lint/suspicious/noExplicitAny: a procedure of any contract.
type AnyHandler = ProcedureHandler<any, any, any, any, any>

/**
 * The same procedure, which says when its handler has begun.
 *
 * Between the arrival of a call and its handler lie steps of different length (a procedure without an input has nothing to validate),
 * so whoever wants calls to begin in the order of their arrival has to wait for each beginning. A stream begins here too: the body of
 * a generator would otherwise wait for the first item to be asked for, and later calls would overtake it.
 */
export function announceStart(procedure: AnyProcedure, onDidStart: () => void): AnyProcedure {
  const definition = procedure['~orpc']
  const handler: AnyHandler = (options) => {
    try {
      const output: unknown = definition.handler(options)
      const begin = (result: unknown) => (isStream(result) ? beginStream(result, options.signal) : result)
      return output instanceof Promise ? output.then(begin) : begin(output)
    } finally {
      onDidStart()
    }
  }
  return new Procedure({ ...definition, handler })
}

type Stream = AsyncIterator<unknown> & AsyncIterable<unknown>

/** The part of an AbortSignal that is needed here, where no runtime's types are. */
interface Cancellation {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options: { once: boolean }): void
}

/** Runs a stream to its first item, and ends it when its call is cancelled, even if nobody has asked for that item. */
function beginStream(stream: Stream, signal: Cancellation | undefined): Stream {
  let first: Promise<IteratorResult<unknown>> | null = stream.next()
  // Whoever asks for the first item gets its failure; nobody may.
  first.catch(() => {})
  const leave = () => {
    // Its consumer is gone: a failure while it tidies up has nobody to go to.
    stream.return?.().catch(() => {})
  }
  if (signal?.aborted) leave()
  else signal?.addEventListener('abort', leave, { once: true })
  return {
    next() {
      const item = first ?? stream.next()
      first = null
      return item
    },
    async return(value) {
      return (await stream.return?.(value)) ?? { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function isStream(value: unknown): value is Stream {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.asyncIterator in value
}
