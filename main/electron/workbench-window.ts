import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { minimumWindowSize, placeWindow, readWindowState, writeWindowState } from './window-state.ts'
import { workbenchUrl } from './workbench-url.ts'

/** A page that ends more often than this within `crashWindowMs` would only be loaded to end again. */
const crashLimit = 3
const crashWindowMs = 60_000

/** Opens the window where it was last time and loads the workbench. It shows itself with its first picture, so that it never flashes. */
export function openWorkbenchWindow(files: { preloadFile: string; windowStateFile: string }): BrowserWindow {
  const primary = screen.getPrimaryDisplay()
  const displays = [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)]
  const state = placeWindow(
    readWindowState(files.windowStateFile),
    displays.map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: minimumWindowSize.width,
    minHeight: minimumWindowSize.height,
    show: false,
    title: app.getName(),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload: files.preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // The platform's spelling checker downloads dictionaries and has nothing to say about code.
      spellcheck: false,
    },
  })
  if (state.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(files.windowStateFile, { bounds: window.getNormalBounds(), maximised: window.isMaximized() })
  })
  reloadAfterCrash(window)
  load(window)
  return window
}

function load(window: BrowserWindow): void {
  const { webContents } = window
  window.loadURL(workbenchUrl).catch((error: unknown) => {
    // Closing a window while it loads also ends here, and then there is nobody to tell: the page goes before the window does. A load
    // that another one replaced is no failure either.
    if (webContents.isDestroyed() || hasCode(error, 'ERR_ABORTED')) return
    // Not showErrorBox: that one holds this process, and with it every window and the way to the engine, until a person comes.
    void askWhatToDo(window, {
      message: 'The workbench could not be shown.',
      detail: `Loading ${workbenchUrl} failed: ${String(error)}. If it fails again, install the program again.`,
    })
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function reloadAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = performance.now()
    crashes = [...crashes.filter((at) => now - at < crashWindowMs), now]
    if (crashes.length > crashLimit) {
      void askWhatToDo(window, {
        message: 'The window keeps stopping.',
        detail: `Reason: ${reason}. Your project is unharmed.`,
      })
      return
    }
    load(window)
    void dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window stopped working and was loaded again.',
      detail: `Reason: ${reason}. Jobs go on and your project is unharmed; text that was not saved is lost.`,
    })
  })
}

async function askWhatToDo(window: BrowserWindow, trouble: { message: string; detail: string }): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    ...trouble,
    buttons: ['Load it again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  if (response === 0 && !window.isDestroyed()) load(window)
  else app.quit()
}
