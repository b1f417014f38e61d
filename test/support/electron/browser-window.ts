import { EventEmitter } from 'node:events'
import { app, createEvent } from './app.ts'
import { screen } from './screen.ts'
import { WebContents } from './web-contents.ts'

/** A window that nobody sees: its place is a number, its content is a real page. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  #bounds: Electron.Rectangle
  #state: 'normal' | 'maximised' | 'minimised' = 'normal'
  #visible: boolean
  #focusCount = 0
  #closing = false
  #destroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#visible = options.show ?? true
    const { width, height } = this.#bounds
    this.webContents = new WebContents({ preload: options.webPreferences?.preload, size: { width, height } })
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    app.windows.add(this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...app.windows].filter((window) => window instanceof BrowserWindow)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  getBounds(): Electron.Rectangle {
    return this.#state === 'maximised' ? screen.getPrimaryDisplay().workArea : { ...this.#bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.webContents.setSize({ width: this.#bounds.width, height: this.#bounds.height })
  }

  maximize(): void {
    this.#state = 'maximised'
    const { width, height } = this.getBounds()
    this.webContents.setSize({ width, height })
  }

  minimize(): void {
    this.#state = 'minimised'
  }

  restore(): void {
    this.#state = 'normal'
  }

  isMaximized(): boolean {
    return this.#state === 'maximised'
  }

  isMinimized(): boolean {
    return this.#state === 'minimised'
  }

  show(): void {
    this.#visible = true
  }

  isVisible(): boolean {
    return this.#visible
  }

  focus(): void {
    this.#focusCount++
    this.emit('focus')
  }

  /** How often the app brought the window to the front. */
  getFocusCount(): number {
    return this.#focusCount
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  close(): void {
    if (this.#closing || this.#destroyed) return
    const event = createEvent()
    this.emit('close', event)
    if (event.defaultPrevented) app.onDidRefuseToClose()
    else this.destroy()
  }

  destroy(): void {
    if (this.#closing || this.#destroyed) return
    this.#closing = true
    void this.webContents.destroy()
    // The page goes first, and whoever waited for it hears of that while the window is still there.
    setImmediate(() => {
      this.#destroyed = true
      app.windows.delete(this)
      this.emit('closed')
      app.onDidCloseWindow()
    })
  }
}
