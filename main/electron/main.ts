import { app, BrowserWindow, Menu, shell } from 'electron'
import type { CommandId } from '#contracts/commands'
import type { HostInfo } from '#contracts/host'
import { createMenuTemplate } from './application-menu.ts'
import { getLocations } from './locations.ts'
import { createPageConnection } from './page-connection.ts'
import { showPathDialog } from './path-dialog.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { guardWebContents } from './web-guard.ts'
import { handleWorkbenchProtocol, registerWorkbenchScheme } from './workbench-protocol.ts'
import { openWorkbenchWindow } from './workbench-window.ts'

app.setName('CodeShell Workbench')
if (process.env.CODESHELL_USER_DATA) app.setPath('userData', process.env.CODESHELL_USER_DATA)

// Two programs on one project would fight for it; the second start shows the first one's window and ends.
if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  registerWorkbenchScheme()
  guardWebContents()
  void app.whenReady().then(start)
}

function start(): void {
  const locations = getLocations()
  handleWorkbenchProtocol(locations)

  const supervisor: Supervisor = createSupervisor({
    ...locations,
    configuration: { ...locations, host: describeHost() },
    pickPath: (request) => showPathDialog(request, findWindow()),
    showFile: (path) => shell.showItemInFolder(path),
    onDidStartEngine: () => pages.connectAll(),
  })
  const pages = createPageConnection(supervisor)
  supervisor.start()
  stopBeforeQuitting(supervisor)

  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      createMenuTemplate({
        platform: process.platform,
        developer: !app.isPackaged,
        appName: app.getName(),
        onCommand: (command: CommandId) => supervisor.send({ type: 'command', command }),
      }),
    ),
  )

  openWorkbenchWindow(locations)
  // Whoever started this program then knows that it can run here; `npm start` opens a browser otherwise.
  process.send?.('started')
  app.on('second-instance', () => showWindow(findWindow() ?? openWorkbenchWindow(locations)))
  app.on('activate', () => showWindow(findWindow() ?? openWorkbenchWindow(locations)))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

function describeHost(): HostInfo {
  const platform = process.platform
  if (platform !== 'darwin' && platform !== 'linux' && platform !== 'win32') {
    throw new Error(`CodeShell Workbench has no desktop program for ${platform}. Use "codeshell serve" and a browser.`)
  }
  return { kind: 'electron', version: app.getVersion(), platform, dialogs: true }
}

function findWindow(): BrowserWindow | null {
  return BrowserWindow.getAllWindows().find((window) => !window.isDestroyed()) ?? null
}

function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Holds the end of the app back until the engine has closed its project. */
function stopBeforeQuitting(supervisor: Supervisor): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void supervisor.stop().finally(() => {
      state = 'stopped'
      app.quit()
    })
  })
}
