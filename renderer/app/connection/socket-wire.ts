import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import type { Wire } from '#contracts/wire/wire'

const firstDelayMs = 250
const longestDelayMs = 5000

/** Wires of the browser host: a WebSocket to the origin of the page, dialled again with growing pauses whenever it closes. */
export function watchSocketWires(onWire: (wire: Wire) => void): () => void {
  let delayMs = firstDelayMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | null = null
  let stopped = false
  const dial = () => {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`)
    const dialled = socket
    dialled.addEventListener('open', () => {
      delayMs = firstDelayMs
      onWire(createWebSocketWire(dialled))
    })
    dialled.addEventListener('close', () => {
      if (stopped) return
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
