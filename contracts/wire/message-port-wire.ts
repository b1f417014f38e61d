import type { Wire, WireMessage } from './wire.ts'

/** The part of a DOM MessagePort that a wire needs; Node's MessagePort has it too. */
interface EventTargetPort {
  postMessage(message: WireMessage): void
  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void
  start?(): void
  close(): void
}

/** The part of Electron's MessagePortMain that a wire needs. */
interface EmitterPort {
  postMessage(message: WireMessage): void
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown
  on(type: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A wire over a MessagePort of a page, of Node or of Electron's main side. */
export function createMessagePortWire(port: EventTargetPort | EmitterPort): Wire {
  const listen = (type: 'message' | 'close', listener: (event: { data?: unknown }) => void) =>
    'addEventListener' in port ? port.addEventListener(type, listener) : port.on(type as 'message', listener)
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      listen('message', ({ data }) => listener(data as WireMessage))
      port.start?.()
    },
    onClose: (listener) => listen('close', () => listener()),
    close: () => port.close(),
  }
}
