import { type ClientContext, createORPCClient } from '@orpc/client'
import { type StandardLinkClient, StandardRPCLink } from '@orpc/client/standard'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import { MessageType, experimental_ClientPeerWithoutCodec as Peer } from '@orpc/standard-server-peer'
import { AppError } from '../errors.ts'
import { decodeResponse, encodeRequest } from './message-codec.ts'
import { CREDIT_MARK, type Wire } from './wire.ts'

/**
 * A typed client of the contract that the other end of the wire serves.
 *
 * Expected errors arrive as they were thrown (`isAppError`). When the wire closes, calls in flight and streams fail with
 * `connection.lost`, or with what `createLostError` makes. Aborting a call's signal tells the other side.
 */
export function connect<T extends AnyContractRouter>(
  wire: Wire,
  createLostError: () => AppError = connectionLost,
): ContractRouterClient<T> {
  return createORPCClient(new StandardRPCLink<ClientContext>(createLinkClient(wire, createLostError), { url: 'http://orpc' }))
}

function createLinkClient(wire: Wire, createLostError: () => AppError): StandardLinkClient<ClientContext> {
  let closed = false
  const streamIds = new WeakMap<object, string>()
  // Encoding waits, and neither a call nor its cancellation may be overtaken by what was sent after it.
  let sent = Promise.resolve()
  const peer = new Peer((request) => {
    const [id, type, payload] = request
    if (type === MessageType.REQUEST) streamIds.set(payload, id)
    const sending = sent.then(async () => {
      const message = await encodeRequest(...request)
      if (!closed) wire.send(message)
    })
    // Whoever sent it gets the failure; what is sent next must not.
    sent = sending.catch(() => {})
    return sending
  })

  // Decoding waits, and messages of one stream must not overtake each other.
  let received = Promise.resolve()
  wire.onMessage((message) => {
    received = received
      .then(async () => peer.message(await decodeResponse(message)))
      // An answer that cannot be read leaves its caller waiting for ever; a closed wire tells it.
      .catch(() => wire.close())
  })
  wire.onClose(() => {
    closed = true
    void received.then(() => peer.close({ reason: createLostError() }))
  })

  return {
    async call(request) {
      if (closed) throw createLostError()
      const response = await peer.request(request)
      const id = streamIds.get(request)
      const body =
        id !== undefined && isAsyncIterator(response.body)
          ? consumeStream(response.body, {
              id,
              wire,
              cancellation: request.signal,
              findLostError: () => (closed ? createLostError() : null),
            })
          : response.body
      return { ...response, body: () => Promise.resolve(body) }
    },
  }
}

/**
 * Announces each item that is really asked for. A stream whose wire closed fails with the expected error, and one that was cancelled
 * with the reason of the cancellation, also when nobody was waiting for an item at that moment, or one had come already.
 */
function consumeStream(
  items: AsyncIterator<unknown>,
  {
    id,
    wire,
    cancellation,
    findLostError,
  }: {
    id: string
    wire: Wire
    cancellation: { readonly aborted: boolean; readonly reason: unknown } | undefined
    findLostError: () => AppError | null
  },
): AsyncIterableIterator<unknown> {
  return {
    async next() {
      if (!findLostError()) wire.send(CREDIT_MARK + id)
      try {
        const item = await items.next()
        if (!cancellation?.aborted) return item
      } catch (error) {
        throw findLostError() ?? (cancellation?.aborted ? cancellation.reason : error)
      }
      throw cancellation.reason
    },
    return: async (value) => (await items.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.asyncIterator in value
}

function connectionLost(): AppError<'connection.lost'> {
  return new AppError(
    'connection.lost',
    'The workbench engine stopped before it answered. Wait for it to start again, then repeat.',
    {},
  )
}
