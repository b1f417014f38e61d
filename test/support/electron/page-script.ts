import type { EncodedData, FromPageMessage, ToPageMessage } from './page-messages.ts'

/** Names of the two functions through which the page and the app's process talk. */
export const bindingName = '__electronSend'
export const receiverName = '__electronReceive'

/**
 * The script that runs in the page before any of its own: `ipcRenderer` and `contextBridge` for the preload script, which is
 * evaluated as the CommonJS module that a sandboxed preload script is.
 */
export function createPageScript(preload: string): string {
  return `(${installElectron})(${JSON.stringify({ bindingName, receiverName })}, function (require, module, exports) {\n${preload}\n})`
}

type Preload = (require: (name: string) => unknown, module: object, exports: object) => void

/** Runs in the page and is sent there as text, so it uses nothing from outside of itself. */
function installElectron(names: { bindingName: string; receiverName: string }, preload: Preload): void {
  if (window.top !== window || window.location.protocol === 'about:') return
  const globals = window as unknown as Record<string, unknown>
  const binding = globals[names.bindingName] as (text: string) => void
  delete globals[names.bindingName]
  const send = (message: FromPageMessage) => binding(JSON.stringify(message))

  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>()
  const ports = new Map<number, { near: MessagePort; far: MessagePort }>()

  function encode(data: unknown): EncodedData {
    if (typeof data === 'string') return { text: data }
    if (data instanceof Uint8Array) return { base64: (data as Uint8Array & { toBase64(): string }).toBase64() }
    throw new Error(`The stand-in carries text and bytes, not ${typeof data}.`)
  }

  function decode(data: EncodedData): string | Uint8Array {
    const bytes = Uint8Array as typeof Uint8Array & { fromBase64(text: string): Uint8Array }
    return 'text' in data ? data.text : bytes.fromBase64(data.base64)
  }

  function receivePort(portId: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    ports.set(portId, { near: port1, far: port2 })
    port1.addEventListener('message', (event) => send({ type: 'port-message', portId, data: encode(event.data) }))
    port1.start()
    return port2
  }

  function endPort(portId: number): void {
    const port = ports.get(portId)
    ports.delete(portId)
    port?.near.close()
    port?.far.dispatchEvent(new Event('close'))
  }

  /** Electron adds the close event to the ports of a page; Chromium itself tells nobody. */
  function adopt(portId: number, far: MessagePort): void {
    const port = ports.get(portId)
    if (port) port.far = far
    far.close = () => {
      if (ports.delete(portId)) send({ type: 'port-close', portId })
      MessagePort.prototype.close.call(far)
    }
  }

  // A port that is posted to the page arrives there as another object, so it is recognised by its turn.
  const posted: number[][] = []
  const post = window.postMessage.bind(window) as (...args: unknown[]) => void
  window.postMessage = ((message: unknown, origin: unknown, transfer: readonly unknown[] = []) => {
    const ids = [...ports].filter(([, port]) => transfer.includes(port.far)).map(([portId]) => portId)
    if (ids.length > 0) posted.push(ids)
    post(message, origin, transfer)
  }) as typeof window.postMessage
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.ports.length === 0) return
    posted.shift()?.forEach((portId, index) => {
      const port = event.ports[index]
      if (port) adopt(portId, port)
    })
  })

  // The app is asked at each query; Chromium then answers as it was told.
  const queries = new Map<number, () => void>()
  const { permissions, serviceWorker } = navigator
  const query = permissions.query.bind(permissions)
  let lastQueryId = 0
  permissions.query = async (descriptor) => {
    await new Promise<void>((resolve) => {
      queries.set(++lastQueryId, resolve)
      send({ type: 'permission-query', queryId: lastQueryId })
    })
    return query(descriptor)
  }
  // Electron's own schemes have neither cookies nor service workers.
  Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })
  serviceWorker.register = async () => {
    throw new TypeError('The URL protocol of the current origin is not supported.')
  }

  function receive(message: ToPageMessage): void {
    switch (message.type) {
      case 'ipc': {
        const event = { ports: message.portIds.map(receivePort), sender: ipcRenderer }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
        break
      }
      case 'port-message':
        ports.get(message.portId)?.near.postMessage(decode(message.data))
        break
      case 'port-close':
        endPort(message.portId)
        break
      case 'permissions-set':
        queries.get(message.queryId)?.()
        queries.delete(message.queryId)
        break
    }
  }

  const ipcRenderer = {
    on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      return ipcRenderer
    },
    send: (channel: string, ...args: unknown[]) => send({ type: 'ipc', channel, args }),
  }
  // Files of a page that no person chose or dropped lie nowhere.
  const webUtils = { getPathForFile: () => '' }
  const contextBridge = {
    exposeInMainWorld(key: string, value: unknown) {
      // Functions are called across; all else is copied.
      const copy = typeof value === 'function' ? value : structuredClone(value)
      Object.defineProperty(window, key, { value: copy, enumerable: true })
    },
  }

  Object.defineProperty(window, names.receiverName, {
    value: (messages: ToPageMessage[]) => messages.forEach(receive),
    enumerable: false,
  })
  // A refused window is null to whoever asked for it; the app's process is asked and can only refuse.
  window.open = (url = '', target = '_blank') => {
    send({ type: 'window-open', url: new URL(String(url), window.location.href).href, target })
    return null
  }
  preload(
    (name) => {
      if (name === 'electron') return { ipcRenderer, contextBridge, webUtils }
      throw new Error(`A sandboxed preload script cannot load "${name}".`)
    },
    {},
    {},
  )
}
