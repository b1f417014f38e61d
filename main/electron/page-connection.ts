import { ipcMain, MessageChannelMain, type WebContents } from 'electron'
import type { Supervisor } from './supervisor.ts'
import { isWorkbenchUrl } from './workbench-url.ts'

export interface PageConnection {
  /** Gives every page that is waiting or was connected a port to the engine that runs now. */
  connectAll(): void
}

/**
 * Brokers one MessagePort between a page and the engine. The messages themselves never pass through this process.
 *
 * A page asks when it is ready, once after each load; after that it gets a new port whenever the engine was started again.
 */
export function createPageConnection({ send }: Pick<Supervisor, 'send'>): PageConnection {
  const pages = new Set<WebContents>()

  function connect(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain()
    try {
      page.postMessage('codeshell:port', null, [port2])
    } catch {
      // The page crashed, or its window closed, and the event that says so is still on its way. What is loaded there next asks by itself.
      return
    }
    send({ type: 'renderer-port' }, [port1])
  }

  ipcMain.on('codeshell:connect', (event) => {
    const page = event.sender
    const isOurPage = event.senderFrame === page.mainFrame && isWorkbenchUrl(event.senderFrame?.url ?? '')
    if (!isOurPage) return
    if (!pages.has(page)) {
      pages.add(page)
      page.once('destroyed', () => pages.delete(page))
      // Until the page that replaces a crashed one asks by itself, there is nobody to take a port.
      page.on('render-process-gone', () => pages.delete(page))
    }
    connect(page)
  })

  return {
    connectAll() {
      for (const page of pages) connect(page)
    },
  }
}
