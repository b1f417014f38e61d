import { EventEmitter } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { type AppBrowser, openAppBrowser } from './chromium.ts'
import { killUtilityProcesses } from './utility-process.ts'

/** What the app's life needs to know of its windows. */
interface ClosableWindow {
  close(): void
  isDestroyed(): boolean
  destroy(): void
}

/** An event that a listener can prevent. */
export function createEvent() {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

/** The life of an app: readiness, single instance, and quitting in Electron's order. */
class App extends EventEmitter {
  readonly windows = new Set<ClosableWindow>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #paths = new Map([
    ['home', homedir()],
    ['temp', tmpdir()],
  ])
  readonly isPackaged = false
  browser: AppBrowser | null = null
  #name = 'Electron'
  #appPath = process.cwd()
  #state: 'starting' | 'ready' | 'quitting' | 'gone' = 'starting'
  #lockFile: string | null = null

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  getVersion(): string {
    const { version } = JSON.parse(readFileSync(path.join(this.#appPath, 'package.json'), 'utf8')) as { version: string }
    return version
  }

  getAppPath(): string {
    return this.#appPath
  }

  setAppPath(folder: string): void {
    this.#appPath = folder
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const found = this.#paths.get(name) ?? (name === 'userData' ? this.#getDefaultUserData() : undefined)
    if (found === undefined) throw new Error(`The stand-in knows no path "${name}".`)
    return found
  }

  #getDefaultUserData(): string {
    const folder = path.join(this.getPath('appData'), this.#name)
    this.setPath('userData', folder)
    return folder
  }

  setPath(name: string, folder: string): void {
    mkdirSync(folder, { recursive: true })
    this.#paths.set(name, folder)
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#state !== 'starting'
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData')
    const file = path.join(folder, 'SingletonLock')
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
    } catch {
      const pid = Number(readFileSync(file, 'utf8'))
      if (isAlive(pid)) {
        const notice = { argv: process.argv, workingDirectory: process.cwd() }
        writeFileSync(path.join(folder, `second-instance-${process.pid}`), JSON.stringify(notice))
        return false
      }
      // Left behind by an app that was killed.
      writeFileSync(file, String(process.pid))
    }
    this.#lockFile = file
    this.#watchForSecondInstance(folder)
    return true
  }

  /** Called by the launcher when the app's main module has run. */
  async becomeReady(): Promise<void> {
    if (this.#state !== 'starting') return
    this.browser = await openAppBrowser(path.join(this.getPath('userData'), 'Chromium'))
    this.#state = 'ready'
    this.emit('ready')
    this.#ready.resolve()
  }

  quit(): void {
    if (this.#state === 'quitting' || this.#state === 'gone') return
    const before = createEvent()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#state = 'quitting'
    for (const window of [...this.windows]) window.close()
    this.onDidCloseWindow()
  }

  /** Called by a window that is gone, and by one that refused to close. */
  onDidCloseWindow(): void {
    if (this.windows.size > 0) return
    if (this.#state === 'quitting') this.#finishQuitting()
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  onDidRefuseToClose(): void {
    if (this.#state === 'quitting') this.#state = 'ready'
  }

  exit(code = 0): void {
    if (this.#state === 'gone') return
    this.#state = 'gone'
    this.emit('quit', {}, code)
    if (this.#lockFile) rmSync(this.#lockFile, { force: true })
    killUtilityProcesses()
    void (this.browser?.context.close() ?? Promise.resolve()).finally(() => process.exit(code))
  }

  #finishQuitting(): void {
    const event = createEvent()
    this.emit('will-quit', event)
    if (event.defaultPrevented) this.#state = 'ready'
    else this.exit(0)
  }

  #watchForSecondInstance(folder: string): void {
    const takeNotices = () => {
      for (const name of readdirSync(folder).filter((entry) => entry.startsWith('second-instance-'))) {
        const file = path.join(folder, name)
        const notice = readFileSync(file, 'utf8')
        // The file is there before its content is.
        if (notice === '') continue
        rmSync(file)
        const { argv, workingDirectory } = JSON.parse(notice) as { argv: string[]; workingDirectory: string }
        this.emit('second-instance', createEvent(), argv, workingDirectory, null)
      }
    }
    watch(folder, takeNotices).unref()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export const app = new App()
