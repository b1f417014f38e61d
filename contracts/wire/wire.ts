/** What crosses a wire: text, or text and number arrays packed together (`packed-message.ts`). Both survive every transport that the product uses. */
export type WireMessage = string | Uint8Array<ArrayBuffer>

/**
 * A two-way, ordered connection between two sides of the boundary.
 *
 * Listeners are added once, before any message is sent. `onClose` is called at most once, whoever closed.
 */
export interface Wire {
  send(message: WireMessage): void
  onMessage(listener: (message: WireMessage) => void): void
  onClose(listener: () => void): void
  close(): void
}

/**
 * Flow control of streams. A side that consumes a stream announces each item that its caller really asked for with
 * `CREDIT_MARK + stream id`; the producing side keeps at most `STREAM_WINDOW` items ahead of that. Without it a producer would
 * fill the memory of a slow consumer, because neither a MessagePort nor a browser's WebSocket ever pushes back.
 *
 * oRPC's own messages are JSON objects, so a message that begins with this character is never one of them.
 */
export const CREDIT_MARK = '+'
export const STREAM_WINDOW = 16
