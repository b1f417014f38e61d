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
    dialled.binaryType = 'arraybuffer'
    dialled.addEventListener('open', () => {
      delayMs = firstDelayMs
      onWire(createSocketWire(dialled))
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

function createSocketWire(socket: WebSocket): Wire {
  return {
    // Copied, because the DOM's type refuses views of shared memory.
    send: (message) => socket.send(typeof message === 'string' ? message : new Uint8Array(message)),
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) =>
        listener(typeof data === 'string' ? data : new Uint8Array(data)),
      ),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  }
}
