import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import type { Wire } from '#contracts/wire/wire'

const firstDelayMs = 250
const longestDelayMs = 5000

/**
 * Wires of the browser host: a WebSocket to the origin of the page, dialled again with growing pauses whenever it closes. A server that was
 * started again has another name and other sessions, so it refuses this page for ever; only a request for a page says so.
 */
export function watchSocketWires(onWire: (wire: Wire) => void, onRefused: () => void): () => void {
  let delayMs = firstDelayMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | null = null
  let stopped = false
  let knowsRefusal = false
  const dial = () => {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`)
    const dialled = socket
    let wasOpen = false
    dialled.addEventListener('open', () => {
      delayMs = firstDelayMs
      wasOpen = true
      knowsRefusal = false
      onWire(createWebSocketWire(dialled))
    })
    dialled.addEventListener('close', () => {
      if (stopped) return
      if (!wasOpen && !knowsRefusal) {
        void isRefused().then((refused) => {
          if (!refused || stopped) return
          knowsRefusal = true
          onRefused()
        })
      }
      timer = setTimeout(dial, delayMs)
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    })
  }
  dial()
  return () => {
    stopped = true
    clearTimeout(timer)
    socket?.close()
  }
}

async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/', { cache: 'no-store' })).status === 403
  } catch {
    // Nobody is there.
    return false
  }
}
