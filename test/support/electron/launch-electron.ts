import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Browser, chromium, type ElectronApplication } from 'playwright-core'
import { createDesktop, type Desktop, type DesktopOptions, type RemoteControl } from './desktop.ts'
import type { ShownDialog } from './dialog.ts'

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))

/** What a machine that is busy with other work may take to show a window. */
const startTimeoutMs = 60_000

/** What a spec's preparations leave in Electron's main process. */
interface Played {
  answers: (string | null)[]
  shown: ShownDialog[]
  opened: string[]
  focusCount: number
}

/** Starts the app in Electron itself. Only dialogs and the person's browser are played. */
export async function launchElectron(executablePath: string, options: DesktopOptions): Promise<Desktop> {
  const app = await _electron.launch({ executablePath, ...describeStart(options), timeout: startTimeoutMs })
  const exited = new Promise<number | null>((resolve) => app.process().once('exit', (code) => resolve(code)))
  try {
    await playDialogs(app)
    const pages = await followPages(app, options)
    return createDesktop({ control: createControl(app), exited, ...pages })
  } catch (error) {
    // Nobody else could end it.
    app.process().kill()
    throw error
  }
}

/** Starts the app a second time, and answers with its exit code when it has ended. */
export async function runElectronUntilExit(executablePath: string, options: DesktopOptions): Promise<number | null> {
  const { args, ...start } = describeStart(options)
  const [code] = (await once(spawn(executablePath, args, { ...start, stdio: 'inherit' }), 'exit')) as [number | null]
  return code
}

/** The page in the window. The driver cannot use one again that crashed, so what is loaded in its place is found over another connection. */
async function followPages(app: ElectronApplication, { userDataFolder }: DesktopOptions) {
  let page = await app.firstWindow({ timeout: startTimeoutMs })
  let browser: Browser | null = null
  app.on('window', (next) => (page = next))
  page.on('crash', async () => {
    const [port, endpoint] = readFileSync(path.join(userDataFolder, 'DevToolsActivePort'), 'utf8').trim().split('\n')
    browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${endpoint}`, { noDefaults: true })
  })
  return {
    findPage: () => browser?.contexts()[0]?.pages()[0] ?? page,
    disconnect: async () => browser?.close(),
  }
}

function describeStart(options: DesktopOptions) {
  return {
    args: [options.appFolder ?? packageFolder, ...(options.args ?? []), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
    env: { ...process.env, ...options.env, CODESHELL_USER_DATA: options.userDataFolder } as Record<string, string>,
  }
}

async function playDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow, dialog, shell }) => {
    const played: Played = { answers: [], shown: [], opened: [], focusCount: 0 }
    Object.assign(globalThis, { played })
    const take = (kind: 'open' | 'save', args: unknown[]) => {
      played.shown.push({ kind, text: (args.at(-1) as { title?: string }).title ?? '' })
      return played.answers.shift() ?? null
    }
    const showOpen = async (...args: unknown[]) => {
      const answer = take('open', args)
      return answer === null ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [answer] }
    }
    const showSave = async (...args: unknown[]) => {
      const answer = take('save', args)
      return { canceled: answer === null, filePath: answer ?? '' }
    }
    const showMessage = async (...args: unknown[]) => {
      played.shown.push({ kind: 'message', text: (args.at(-1) as { message: string }).message })
      return { response: 0, checkboxChecked: false }
    }
    Object.assign(dialog, { showOpenDialog: showOpen, showSaveDialog: showSave, showMessageBox: showMessage })
    shell.openExternal = async (url) => {
      played.opened.push(url)
    }
    const { focus } = BrowserWindow.prototype
    // Counted here and not by its event, which does not come when the window was in front anyway.
    BrowserWindow.prototype.focus = function (this: Electron.BrowserWindow) {
      played.focusCount++
      focus.call(this)
    }
  })
}

function createControl(app: ElectronApplication): RemoteControl {
  const getPlayed = () => app.evaluate(() => (globalThis as unknown as { played: Played }).played)
  return {
    clickMenu: (id) =>
      app.evaluate(({ Menu }, itemId) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(itemId)
        if (!item) throw new Error(`The menu has no item "${itemId}".`)
        item.click()
      }, id),
    listMenu: () =>
      app.evaluate(({ Menu }) => {
        type Row = { id: string; label: string; accelerator: string | null }
        const list = (menu: Electron.Menu | null | undefined): Row[] =>
          (menu?.items ?? []).flatMap((item) => [
            ...(item.id ? [{ id: item.id, label: item.label, accelerator: item.accelerator ?? null }] : []),
            ...list(item.submenu),
          ])
        return list(Menu.getApplicationMenu())
      }),
    answerDialog: (answer) =>
      app.evaluate((_, path) => {
        ;(globalThis as unknown as { played: Played }).played.answers.push(path)
      }, answer),
    listDialogs: async () => (await getPlayed()).shown,
    listOpenedPages: async () => (await getPlayed()).opened,
    listUtilityProcesses: () =>
      app.evaluate(({ app: electronApp }) =>
        electronApp
          .getAppMetrics()
          .filter((metric) => metric.type === 'Utility' && metric.name?.startsWith('CodeShell'))
          .map((metric) => ({ name: metric.name ?? '', pid: metric.pid })),
      ),
    getWindow: () =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        if (!window) throw new Error('The app has no window.')
        const { focusCount } = (globalThis as unknown as { played: Played }).played
        return { bounds: window.getNormalBounds(), maximised: window.isMaximized(), visible: window.isVisible(), focusCount }
      }),
    setBounds: (bounds) => app.evaluate(({ BrowserWindow }, value) => BrowserWindow.getAllWindows()[0]?.setBounds(value), bounds),
    maximise: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize()),
    // Later, because the end of the app would otherwise be the end of this call before its answer.
    closeWindow: () =>
      app.evaluate(({ BrowserWindow }) => {
        setTimeout(() => BrowserWindow.getAllWindows()[0]?.close())
      }),
    crashPage: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()),
    quit: () =>
      app.evaluate(({ app: electronApp }) => {
        setTimeout(() => electronApp.quit())
      }),
  }
}
