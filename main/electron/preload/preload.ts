import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'

/** The part of the page that this script uses. It runs in the page's process but not in its world. */
declare const window: {
  readonly location: { readonly origin: string }
  addEventListener(type: 'message', listener: (event: { source: unknown; data: unknown }) => void): void
  postMessage(message: string, targetOrigin: string, transfer: IpcRendererEvent['ports']): void
}

contextBridge.exposeInMainWorld('codeshellDesktop', true)
// Where a file lies that a person dropped on the page; a page is not told by itself.
contextBridge.exposeInMainWorld('codeshellPathOf', (file: Parameters<typeof webUtils.getPathForFile>[0]) =>
  webUtils.getPathForFile(file),
)

// A port cannot cross contextBridge, but it can be posted to the page.
ipcRenderer.on('codeshell:port', (event) => {
  window.postMessage('codeshell:port', window.location.origin, event.ports)
})

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'codeshell:ready') ipcRenderer.send('codeshell:connect')
})
