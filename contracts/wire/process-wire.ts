import type { Wire, WireMessage } from './wire.ts'

/** The part of Node's `process` in a forked child, and of its `ChildProcess` in the parent, that a wire needs. */
interface ProcessEnd {
  readonly connected: boolean
  send?(message: WireMessage, callback: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  disconnect(): void
}

/** A wire over the message channel of a child process that was forked with `serialization: 'advanced'` (bytes stay bytes). */
export function createProcessWire(end: ProcessEnd): Wire {
  return {
    send(message) {
      // The other side may have died a moment ago; `disconnect` tells the caller, so a failed send needs no second report.
      if (end.connected) end.send?.(message, () => {})
    },
    onMessage: (listener) => end.on('message', (message) => listener(message as WireMessage)),
    onClose: (listener) => end.on('disconnect', listener),
    close() {
      if (end.connected) end.disconnect()
    },
  }
}
