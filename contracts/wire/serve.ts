import type { AnyRouter, Context } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { MessageType, experimental_ServerPeerWithoutCodec as Peer } from '@orpc/standard-server-peer'
import { AppError, isAppError } from '../errors.ts'
import { createFlowControl } from './flow-control.ts'
import { toInvalidInput } from './invalid-input.ts'
import { decodeRequest, encodeResponse } from './message-codec.ts'
import { announceStart } from './start-procedure.ts'
import { CREDIT_MARK, type Wire, type WireMessage } from './wire.ts'

/** Receives each bug once, with the reference that the caller was given. */
export type ReportBug = (bug: { reference: string; method: string; error: unknown }) => void

/**
 * Serves an implementation of a contract to the other end of a wire until it closes; calls in flight are then aborted.
 *
 * Handlers begin in the order in which their calls arrived, and what belongs to a call (its cancellation, its credits) is never
 * handled before it. They do not wait for each other beyond that: a slow call or a stream holds nothing up.
 */
export function serve(router: AnyRouter, wire: Wire, reportBug: ReportBug): void {
  const handler = new StandardRPCHandler<CallContext>(router, {
    interceptors: [
      async ({ next, request, context }) => {
        const method = request.url.pathname.slice(1).replaceAll('/', '.')
        try {
          const result = await next()
          if (result.matched) return result
        } catch (error) {
          if (context.isDecoded) throw toWireError(error, { method, signal: request.signal, reportBug })
          throw refuse('it is not in the form that calls have')
        }
        throw refuse('this version of the engine does not know it')
      },
    ],
    clientInterceptors: [
      async ({ next, ...call }) => {
        const { path, signal, procedure, context } = call
        context.isDecoded = true
        const convert = (error: unknown) => toWireError(error, { method: path.join('.'), signal, reportBug })
        try {
          const started = announceStart(procedure, context.onDidStart)
          const output: unknown = await next({ ...call, procedure: started })
          return isAsyncIterable(output) ? convertFailures(output, convert) : output
        } catch (error) {
          throw convert(error)
        }
      },
    ],
  })
  const flow = createFlowControl()
  const peer = new Peer(async (response) => {
    const [id, type] = response
    if (type === MessageType.EVENT_ITERATOR) await flow.waitForRoom(id)
    const message = await encodeResponse(...response)
    if (!flow.closed) wire.send(message)
  })

  function start(id: string, decoded: Awaited<ReturnType<typeof decodeRequest>>): Promise<void> {
    flow.begin(id)
    return new Promise((onDidStart) => {
      peer
        .message(decoded, createServerPeerHandleRequestFn(handler, { context: { onDidStart, isDecoded: false } }))
        // A stream's own failure was already sent to its consumer by the interceptor; the peer only repeats it here.
        .catch(() => {})
        .finally(() => {
          flow.end(id)
          // A call that was refused has no handler to begin.
          onDidStart()
        })
    })
  }

  async function receive(message: WireMessage): Promise<void> {
    if (flow.closed) return
    if (typeof message === 'string' && message.startsWith(CREDIT_MARK)) {
      flow.addCredit(message.slice(CREDIT_MARK.length))
      return
    }
    const decoded = await decodeRequest(message)
    const [id, type] = decoded
    if (type === MessageType.REQUEST) {
      // An id that is in use belongs to another call, which a second one must not disturb.
      if (!flow.has(id)) await start(id, decoded)
      return
    }
    // A cancelled stream must not wait for room that its consumer will never ask for.
    if (type === MessageType.ABORT_SIGNAL) flow.end(id)
    await peer.message(decoded)
  }

  let received = Promise.resolve()
  wire.onMessage((message) => {
    // What cannot be decoded names no call that could be answered.
    received = received.then(() => receive(message)).catch(() => {})
  })
  wire.onClose(() => {
    flow.close()
    peer.close()
  })
}

/** Two parts of the program of different versions, of which the page is the one that can be had anew most easily. */
function refuse(reason: string): AppError<'input.invalid'> {
  return new AppError(
    'input.invalid',
    `What was asked for was not understood: ${reason}. Reload the page, or start the program again.`,
    {
      field: '',
      reason,
    },
  )
}

/** What is known of one call on its way to its handler. */
interface CallContext extends Context {
  onDidStart: () => void
  isDecoded: boolean
}

function toWireError(
  error: unknown,
  call: { method: string; signal: { readonly aborted: boolean } | undefined; reportBug: ReportBug },
): unknown {
  if (isAppError(error) || call.signal?.aborted) return error
  const invalid = toInvalidInput(error)
  if (invalid) return invalid
  const reference = Math.random().toString(36).slice(2, 10)
  call.reportBug({ reference, method: call.method, error })
  return new AppError('internal', `Something went wrong inside the workbench. The log has the details under ${reference}.`, {
    reference,
  })
}

async function* convertFailures(source: AsyncIterable<unknown>, convert: (error: unknown) => unknown) {
  try {
    yield* source
  } catch (error) {
    throw convert(error)
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
