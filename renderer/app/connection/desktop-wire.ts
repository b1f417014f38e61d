import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import type { Wire } from '#contracts/wire/wire'

/**
 * Wires of the desktop host. Its preload script posts a MessagePort to the page, and another one each time the engine was
 * started again; the page first says that it listens, or the port could arrive before anyone does.
 */
export function watchDesktopWires(onWire: (wire: Wire) => void): () => void {
  const listen = (event: MessageEvent) => {
    const [port] = event.ports
    if (event.source === window && event.data === 'codeshell:port' && port) onWire(createMessagePortWire(port))
  }
  window.addEventListener('message', listen)
  window.postMessage('codeshell:ready', location.origin)
  return () => window.removeEventListener('message', listen)
}
