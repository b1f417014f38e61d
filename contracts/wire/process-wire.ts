import type { Wire, WireMessage } from './wire.ts'

/** The part of a child process, or of a child's own `process`, that a wire needs. */
interface ProcessEnd {
  send?(message: WireMessage): boolean
  on(type: 'message', listener: (message: unknown) => void): unknown
  on(type: 'disconnect', listener: () => void): unknown
  disconnect(): void
  readonly connected: boolean
}

/** A wire over the channel between a process and its fork. The fork needs `serialization: 'advanced'`, which keeps bytes as bytes. */
export function createProcessWire(end: ProcessEnd): Wire {
  return {
    send(message) {
      if (end.connected) end.send?.(message)
    },
    onMessage: (listener) => end.on('message', (message) => listener(message as WireMessage)),
    onClose: (listener) => end.on('disconnect', listener),
    close() {
      if (end.connected) end.disconnect()
    },
  }
}
