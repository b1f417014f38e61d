import type { Wire, WireMessage } from './wire.ts'

/** The part of a WebSocket that a wire needs: a page's own, and the server's end by the package `ws`. */
interface SocketEnd {
  binaryType: string
  readonly readyState: number
  send(message: WireMessage): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  close(): void
}

const open = 1

/** A wire over either end of a WebSocket that is open. */
export function createWebSocketWire(socket: SocketEnd): Wire {
  socket.binaryType = 'arraybuffer'
  return {
    send(message) {
      if (socket.readyState === open) socket.send(message)
    },
    onMessage(listener) {
      socket.addEventListener('message', ({ data }) =>
        listener(data instanceof ArrayBuffer ? new Uint8Array(data) : (data as WireMessage)),
      )
    },
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  }
}
