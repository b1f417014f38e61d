import {
  decodeRequestMessage,
  decodeResponseMessage,
  encodeRequestMessage,
  encodeResponseMessage,
  MessageType,
} from '@orpc/standard-server-peer'
import { putArrays, takeArrays } from './array-parts.ts'
import { packMessage, unpackMessage } from './packed-message.ts'
import type { WireMessage } from './wire.ts'

type DecodedRequest = Awaited<ReturnType<typeof decodeRequestMessage>>
type DecodedResponse = Awaited<ReturnType<typeof decodeResponseMessage>>

/*
 * The library writes messages as JSON; number arrays are taken out before, and put back afterwards. Its own way for bytes (a Blob, as a form)
 * has none for items of streams, needs two turns of the event loop, and copies four times.
 */

export async function encodeRequest(...[id, type, payload]: DecodedRequest): Promise<WireMessage> {
  const parts = takeArrays(getBody([type, payload]))
  return packMessage(asText(await encodeRequestMessage(id, type as MessageType.REQUEST, payload as never)), parts)
}

/** Throws for a message that names no call. Of one that was torn, the missing arrays are missing in its input, and the contract refuses that. */
export async function decodeRequest(message: WireMessage): Promise<DecodedRequest> {
  const { text, parts } = unpackMessage(message)
  const decoded = await decodeRequestMessage(text)
  putArrays(getBody([decoded[1], decoded[2]]), parts)
  return decoded
}

export async function encodeResponse(...[id, type, payload]: DecodedResponse): Promise<WireMessage> {
  const parts = takeArrays(getBody([type, payload]))
  return packMessage(asText(await encodeResponseMessage(id, type as MessageType.RESPONSE, payload as never)), parts)
}

/** Throws for a message that cannot be read, or not wholly: nothing else would tell its caller. */
export async function decodeResponse(message: WireMessage): Promise<DecodedResponse> {
  const { text, parts, isTorn } = unpackMessage(message)
  if (isTorn) throw new TypeError('An answer ended before the last of its arrays.')
  const decoded = await decodeResponseMessage(text)
  putArrays(getBody([decoded[1], decoded[2]]), parts)
  return decoded
}

/** What a contract's value became: of a call and its answer the body, of an item of a stream the data. */
function getBody([type, payload]: [type: MessageType, payload: unknown]): unknown {
  if (type === MessageType.ABORT_SIGNAL) return undefined
  const holder = payload as { body?: unknown; data?: unknown }
  return type === MessageType.EVENT_ITERATOR ? holder.data : holder.body
}

function asText(encoded: unknown): string {
  if (typeof encoded === 'string') return encoded
  throw new TypeError('Only JSON and number arrays cross the boundary: a contract has a file or a form.')
}
