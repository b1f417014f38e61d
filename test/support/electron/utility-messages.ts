import type { PortData } from './message-ports.ts'

/** Between the app's process and a utility process, over Node's own channel. A port is known to both by its number. */
export type UtilityMessage =
  | { type: 'message'; data: unknown; portIds: number[] }
  | { type: 'port-message'; portId: number; data: PortData }
  | { type: 'port-close'; portId: number }

/** A message as it goes over the channel, in JSON. */
export type PackedUtilityMessage = { message: UtilityMessage } | { message: Omit<UtilityMessage, 'data'>; base64: string }

/**
 * Makes a message one of JSON, for bytes that are all of its data. Not Node's `advanced` serialization: a process of Electron 22.3.6 or
 * later dies in `v8.Serializer` sooner or later (electron/electron#37774), which Electron 26 no longer does.
 */
export function packUtilityMessage(message: UtilityMessage): PackedUtilityMessage {
  if (message.type === 'port-close' || !(message.data instanceof Uint8Array)) return { message }
  const { data, ...rest } = message
  return { message: rest, base64: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }
}

export function unpackUtilityMessage(packed: PackedUtilityMessage): UtilityMessage {
  if (!('base64' in packed)) return packed.message
  return { ...packed.message, data: new Uint8Array(Buffer.from(packed.base64, 'base64')) } as UtilityMessage
}
