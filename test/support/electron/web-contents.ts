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
  #crashed = false
  #replaceLoad: (code: 'ERR_ABORTED' | 'ERR_FAILED') => void = () => {}

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

  /** Throws between the end of a page's process and the next load. */
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (this.#crashed) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    this.#link?.send(channel, [message], transfer)
  }

  send(channel: string, ...args: unknown[]): void {
    this.#link?.send(channel, args, [])
  }

  /** Fails with ERR_ABORTED when another load replaces it, and with ERR_FAILED when the page goes with its window. */
  async loadURL(url: string): Promise<void> {
    this.#replaceLoad('ERR_ABORTED')
    const replaced = Promise.withResolvers<never>()
    this.#replaceLoad = (code) => replaced.reject(Object.assign(new Error(`${code} loading '${url}'`), { code }))
    const load = this.#load(url)
    // Whoever waits hears of the one that ends first.
    load.catch(() => {})
    await Promise.race([load, replaced.promise])
    this.emit('did-finish-load')
  }

  async #load(url: string): Promise<void> {
    const page = this.#page ?? (await this.#attach())
    this.#crashed = false
    if (this.#cdp) await this.session.apply(this.#cdp, url)
    this.#loading = true
    try {
      await page.goto(toPageUrl(url), { waitUntil: 'load' })
    } finally {
      this.#loading = false
    }
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const question = { expression: code, awaitPromise: true, returnByValue: true, userGesture }
    const answer = await this.#cdp?.send('Runtime.evaluate', question)
    if (answer?.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text)
    return answer?.result.value
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
    this.#replaceLoad('ERR_FAILED')
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
      onPermissionQuery: () => this.session.apply(cdp, this.mainFrame.url),
    })
    if (this.#preload !== null) await page.addInitScript(createPageScript(this.#preload))
    await page.setViewportSize(this.#size)
    await page.route('**/*', (route) => this.#answer(route))
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.mainFrame.url = toAppUrl(frame.url())
    })
    cdp.on('Page.windowOpen', ({ url, windowName }) => this.#refuseWindow({ url, target: windowName }))
    page.on('popup', (popup) => void popup.close())
    // Chromium knows nothing of the app's scheme, so this way out of the page ends before it becomes a request.
    cdp.on('Page.frameRequestedNavigation', ({ url }) => {
      if (url.startsWith('app:')) this.#askGuard(url, { isMainFrame: true })
    })
    await cdp.send('Page.enable')
    page.on('crash', () => this.#onCrash(page))
    return page
  }

  #answer(route: Route): Promise<void> {
    const request = route.request()
    if (!request.isNavigationRequest()) return answerFromProtocol(route)
    const isMainFrame = request.frame() === this.#page?.mainFrame()
    const isOwnWish = this.#loading && isMainFrame
    if (!isOwnWish && !this.#askGuard(toAppUrl(request.url()), { isMainFrame })) return route.abort('aborted')
    if (isMainFrame) this.#link?.closePorts()
    return answerFromProtocol(route)
  }

  /** Whether the app lets the page go there. */
  #askGuard(url: string, { isMainFrame }: { isMainFrame: boolean }): boolean {
    const event = { ...createEvent(), url, isMainFrame, isSameDocument: false }
    event.preventDefault = () => {
      event.defaultPrevented = true
    }
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event)
    return !event.defaultPrevented
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
    this.#crashed = true
    void page.close()
    this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 139 })
  }
}
