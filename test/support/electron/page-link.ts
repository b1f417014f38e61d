import type { CDPSession } from 'playwright-core'
import type { MessagePortMain, PortData } from './message-ports.ts'
import type { EncodedData, FromPageMessage, ToPageMessage } from './page-messages.ts'
import { bindingName, receiverName } from './page-script.ts'

/** What the page's side asks of the app's process. */
export interface PageLinkListener {
  onIpc(channel: string, args: unknown[]): void
  onWindowOpen(request: { url: string; target: string }): void
  /** The page waits with its query until this is done. */
  onPermissionQuery(): Promise<void>
}

/** Carries IPC and ports between a page and the app's process, over the browser's debugging protocol. */
export interface PageLink {
  send(channel: string, args: unknown[], ports: readonly MessagePortMain[]): void
  /** Ends every port, as the end of a document does. */
  closePorts(): void
}

export async function openPageLink(cdp: CDPSession, listener: PageLinkListener): Promise<PageLink> {
  const ports = new Map<number, MessagePortMain>()
  let lastPortId = 0
  let waiting: ToPageMessage[] = []
  let sending = false

  function post(message: ToPageMessage): void {
    waiting.push(message)
    if (!sending) void flush()
  }

  // One message after the other, and whatever gathered meanwhile in one go.
  async function flush(): Promise<void> {
    sending = true
    while (waiting.length > 0) {
      const messages = waiting
      waiting = []
      const expression = `globalThis.${receiverName}?.(${JSON.stringify(messages)})`
      try {
        await cdp.send('Runtime.evaluate', { expression })
      } catch {
        // The document went away; its messages go with it.
      }
    }
    sending = false
  }

  function receive(message: FromPageMessage): void {
    switch (message.type) {
      case 'ipc':
        listener.onIpc(message.channel, message.args)
        break
      case 'window-open':
        listener.onWindowOpen(message)
        break
      case 'permission-query':
        void listener.onPermissionQuery().then(() => post({ type: 'permissions-set', queryId: message.queryId }))
        break
      case 'port-message':
        ports.get(message.portId)?.postMessage(decode(message.data))
        break
      case 'port-close':
        ports.get(message.portId)?.close()
        ports.delete(message.portId)
        break
    }
  }

  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === bindingName) receive(JSON.parse(payload) as FromPageMessage)
  })
  await cdp.send('Runtime.enable')
  await cdp.send('Runtime.addBinding', { name: bindingName })

  return {
    send(channel, args, transfer) {
      const portIds = transfer.map((port) => {
        const portId = ++lastPortId
        ports.set(portId, port)
        return portId
      })
      post({ type: 'ipc', channel, args, portIds })
      transfer.forEach((port, index) => {
        const portId = portIds[index] ?? 0
        port.moveTo({
          deliver: (data) => post({ type: 'port-message', portId, data: encode(data) }),
          close: () => {
            ports.delete(portId)
            post({ type: 'port-close', portId })
          },
        })
      })
    },
    closePorts() {
      for (const port of ports.values()) port.close()
      ports.clear()
      waiting = []
    },
  }
}

function encode(data: PortData): EncodedData {
  return typeof data === 'string' ? { text: data } : { base64: Buffer.from(data).toString('base64') }
}

function decode(data: EncodedData): PortData {
  return 'text' in data ? data.text : new Uint8Array(Buffer.from(data.base64, 'base64'))
}
