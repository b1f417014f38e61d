// Runs a built Electron app under Node: `node run-app.ts path/to/app`, with a spec at the other end of the channel.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import type { AppControl, ControlMessage, ControlRequest } from './control-messages.ts'
import { answerNextDialog, listShownDialogs } from './dialog.ts'
import { Menu, type MenuItem } from './menu.ts'
import { listOpenedPages } from './shell.ts'
import { listUtilityProcesses } from './utility-process.ts'

const control: AppControl = {
  clickMenu(id) {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id)
    if (!item) throw new Error(`The menu has no item "${id}".`)
    item.click()
  },
  listMenu: () => flatten(Menu.getApplicationMenu()),
  answerDialog: answerNextDialog,
  listDialogs: listShownDialogs,
  listOpenedPages,
  listUtilityProcesses,
  getWindow() {
    const window = getWindow()
    return {
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
      visible: window.isVisible(),
      focusCount: window.getFocusCount(),
    }
  },
  setBounds: (bounds) => getWindow().setBounds(bounds),
  maximise: () => getWindow().maximize(),
  closeWindow: () => getWindow().close(),
  crashPage: () => getWindow().webContents.forcefullyCrashRenderer(),
  quit: () => app.quit(),
}

function getWindow(): BrowserWindow {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) throw new Error('The app has no window.')
  return window
}

function flatten(menu: Menu | null): ReturnType<AppControl['listMenu']> {
  return (menu?.items ?? []).flatMap((item: MenuItem) => [
    ...(item.id === undefined ? [] : [{ id: item.id, label: item.label, accelerator: item.accelerator ?? null }]),
    ...flatten(item.submenu),
  ])
}

function answer(message: ControlMessage): void {
  if (process.connected) process.send?.(message)
}

process.on('message', ({ id, name, args }: ControlRequest) => {
  try {
    const act = control[name] as (...values: unknown[]) => unknown
    answer({ type: 'answer', id, value: act(...args) })
  } catch (error) {
    answer({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) })
  }
})
// Without its spec nobody would ever end the app.
process.on('disconnect', () => app.exit(1))

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./electron-module.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

app.setPath('appData', process.env.XDG_CONFIG_HOME ?? app.getPath('home'))
const [, , appFolder = ''] = process.argv
const description = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as { main: string }
app.setAppPath(appFolder)
await import(pathToFileURL(path.join(appFolder, description.main)).href)
await app.becomeReady()
if (app.browser) answer({ type: 'browser', debugEndpoint: app.browser.debugEndpoint })
