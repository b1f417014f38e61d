import { ORPCError, ValidationError } from '@orpc/contract'
import type { AnyRouter, Context } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import {
  decodeRequestMessage,
  encodeResponseMessage,
  MessageType,
  experimental_ServerPeerWithoutCodec as Peer,
} from '@orpc/standard-server-peer'
import { AppError, isAppError } from '../errors.ts'
import { asWireMessage, CREDIT_MARK, STREAM_WINDOW, type Wire } from './wire.ts'

/** Receives each bug once, with the reference that the caller was given. */
export type ReportBug = (bug: { reference: string; method: string; error: unknown }) => void

/** Serves an implementation of a contract to the other end of a wire until it closes; calls in flight are then aborted. */
export function serve(router: AnyRouter, wire: Wire, reportBug: ReportBug): void {
  const handler = new StandardRPCHandler<Context>(router, {
    clientInterceptors: [
      async ({ next, path, signal }) => {
        const convert = (error: unknown) => toWireError(error, { method: path.join('.'), signal, reportBug })
        try {
          const output: unknown = await next()
          return isAsyncIterable(output) ? convertFailures(output, convert) : output
        } catch (error) {
          throw convert(error)
        }
      },
    ],
  })
  const flow = createFlowControl()
  const peer = new Peer(async ([id, type, payload]) => {
    if (type === MessageType.EVENT_ITERATOR) await flow.waitForRoom(id)
    const message = await encodeResponseMessage(id, type, payload)
    if (!flow.closed) wire.send(asWireMessage(message))
  })
  const handle = createServerPeerHandleRequestFn(handler, { context: {} })

  wire.onMessage((message) => {
    if (typeof message === 'string' && message.startsWith(CREDIT_MARK)) {
      flow.addCredit(message.slice(CREDIT_MARK.length))
      return
    }
    void (async () => {
      const decoded = await decodeRequestMessage(message)
      const [id, type] = decoded
      if (type === MessageType.REQUEST) flow.begin(id)
      // A cancelled stream must not wait for room that its consumer will never ask for.
      if (type === MessageType.ABORT_SIGNAL) flow.end(id)
      try {
        await peer.message(decoded, handle)
      } finally {
        if (type === MessageType.REQUEST) flow.end(id)
      }
    })().catch(() => {
      // A stream's own failure was already sent to its consumer by the interceptor; the peer only repeats it here.
    })
  })
  wire.onClose(() => {
    flow.close()
    peer.close()
  })
}

function toWireError(
  error: unknown,
  call: { method: string; signal: { readonly aborted: boolean } | undefined; reportBug: ReportBug },
): unknown {
  if (isAppError(error) || call.signal?.aborted) return error
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const [issue] = error.cause.issues
    const field = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
    const reason = issue?.message ?? 'invalid'
    return new AppError('input.invalid', `${call.method} was called with an invalid "${field}": ${reason}.`, { field, reason })
  }
  const reference = Math.random().toString(36).slice(2, 10)
  call.reportBug({ reference, method: call.method, error })
  return new AppError(
    'internal',
    `Something went wrong inside the workbench (${call.method}). The log has the details under ${reference}.`,
    {
      reference,
    },
  )
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

/** Counts, per stream, how many more items may be sent before the consumer has asked for them. */
function createFlowControl() {
  const streams = new Map<string, { room: number; wake: (() => void) | null }>()
  const end = (id: string) => {
    streams.get(id)?.wake?.()
    streams.delete(id)
  }
  let closed = false
  return {
    get closed() {
      return closed
    },
    /** Called for every call, because a consumer may ask before its stream has an item. */
    begin(id: string): void {
      streams.set(id, { room: STREAM_WINDOW, wake: null })
    },
    async waitForRoom(id: string): Promise<void> {
      const stream = streams.get(id)
      // A cancelled stream may still bring an item, which nobody waits for.
      if (!stream) return
      while (stream.room === 0 && streams.get(id) === stream) await new Promise<void>((resolve) => (stream.wake = resolve))
      stream.room--
    },
    addCredit(id: string): void {
      const stream = streams.get(id)
      if (!stream) return
      stream.room++
      stream.wake?.()
      stream.wake = null
    },
    end,
    close(): void {
      closed = true
      for (const id of [...streams.keys()]) end(id)
    },
  }
}
