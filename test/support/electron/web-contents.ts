import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { CDPSession, Page, Route } from 'playwright-core'
import { app, createEvent } from './app.ts'
import { toAppUrl, toPageUrl } from './chromium.ts'
import { ipcMain } from './ipc-main.ts'
import type { MessagePortMain } from './message-ports.ts'
import { openPageLink, type PageLink } from './page-link.ts'
import { createPageScript } from './page-script.ts'
import { answerFromProtocol } from './protocol.ts'
import { defaultSession } from './session.ts'

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

/** A page of Chromium that holds the events and guards of Electron's WebContents. */
export class WebContents extends EventEmitter {
  readonly session = defaultSession
  readonly mainFrame = { url: 'about:blank' }
  readonly #preload: string | null
  readonly #size: { width: number; height: number }
  #page: Page | null = null
  #cdp: CDPSession | null = null
  #link: PageLink | null = null
  #windowOpenHandler: WindowOpenHandler | null = null
  /** True while the app itself loads a URL: the guards are for the page's own wishes. */
  #loading = false
  #destroyed = false

  constructor(options: { preload: string | undefined; size: { width: number; height: number } }) {
    super()
    this.#preload = options.preload === undefined ? null : readFileSync(options.preload, 'utf8')
    this.#size = options.size
    app.emit('web-contents-created', createEvent(), this)
  }

  getURL(): string {
    return this.mainFrame.url
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#link?.send(channel, [message], transfer)
  }

  send(channel: string, ...args: unknown[]): void {
    this.#link?.send(channel, args, [])
  }

  async loadURL(url: string): Promise<void> {
    const page = this.#page ?? (await this.#attach())
    if (this.#destroyed) throw new Error('ERR_ABORTED (-3) the window was closed')
    if (this.#cdp) await this.session.apply(this.#cdp, url)
    this.#loading = true
    try {
      await page.goto(toPageUrl(url), { waitUntil: 'load' })
    } finally {
      this.#loading = false
    }
    this.emit('did-finish-load')
  }

  setSize(size: { width: number; height: number }): void {
    Object.assign(this.#size, size)
    // The window may be closed before the browser has done it.
    this.#page?.setViewportSize(size).catch(() => {})
  }

  forcefullyCrashRenderer(): void {
    // Never answered: whoever would answer is gone.
    void this.#cdp?.send('Page.crash').catch(() => {})
  }

  /** The end of the page with its window. */
  async destroy(): Promise<void> {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#link?.closePorts()
    this.emit('destroyed')
    // The last page stays until the browser ends, which would otherwise end by itself.
    await this.#page?.goto('about:blank').catch(() => {})
  }

  async #attach(): Promise<Page> {
    if (!app.browser) throw new Error('A window can only be made when the app is ready.')
    const page = await app.browser.takePage()
    const cdp = await page.context().newCDPSession(page)
    this.#page = page
    this.#cdp = cdp
    this.#link = await openPageLink(cdp, {
      onIpc: (channel, args) => ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame, ports: [] }, ...args),
      onWindowOpen: (request) => this.#refuseWindow(request),
    })
    if (this.#preload !== null) await page.addInitScript(createPageScript(this.#preload))
    await page.setViewportSize(this.#size)
    await page.route('**/*', (route) => this.#answer(route))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.mainFrame.url = toAppUrl(frame.url())
    })
    page.on('popup', (popup) => {
      this.#refuseWindow({ url: toAppUrl(popup.url()), target: '_blank' })
      void popup.close()
    })
    page.on('crash', () => this.#onCrash(page))
    return page
  }

  #answer(route: Route): Promise<void> {
    const request = route.request()
    if (!request.isNavigationRequest()) return answerFromProtocol(route)
    const isMainFrame = request.frame() === this.#page?.mainFrame()
    if (!this.#loading || !isMainFrame) {
      const event = { ...createEvent(), url: toAppUrl(request.url()), isMainFrame, isSameDocument: false }
      event.preventDefault = () => {
        event.defaultPrevented = true
      }
      this.emit('will-frame-navigate', event)
      if (isMainFrame) this.emit('will-navigate', event)
      if (event.defaultPrevented) return route.abort('aborted')
    }
    if (isMainFrame) this.#link?.closePorts()
    return answerFromProtocol(route)
  }

  #refuseWindow({ url, target }: { url: string; target: string }): void {
    const details = { url: toAppUrl(url), frameName: target, features: '', disposition: 'new-window' } as Electron.HandlerDetails
    const answer = this.#windowOpenHandler?.(details)
    if (answer?.action !== 'deny') throw new Error('The stand-in opens no second window, and the app asked for one.')
  }

  /** Chromium's driver cannot use a crashed page again, so the next load gets a new one. */
  #onCrash(page: Page): void {
    this.#link?.closePorts()
    this.#page = null
    this.#cdp = null
    this.#link = null
    void page.close()
    this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 139 })
  }
}
