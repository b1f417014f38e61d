import type { MenuItemConstructorOptions } from 'electron'
import { type CommandId, commands } from '#contracts/commands'

type MenuName = (typeof commands)[CommandId]['menu']

/** What surrounds the menu: the platform decides about roles, `developer` about the developer tools. */
export interface MenuOptions {
  platform: NodeJS.Platform
  developer: boolean
  appName: string
  onCommand(command: CommandId): void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/**
 * The native menu: every command of the palette under its own id, title and key, and the roles that people expect of a desktop program.
 *
 * Keys are shown but not registered where the page handles them itself, so that one key press is one command.
 */
export function createMenuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin'
  const items = (menu: MenuName) => createCommandItems(menu, options.onCommand)
  return [
    ...(isMac ? [{ role: 'appMenu', label: options.appName } as const] : []),
    { label: 'File', submenu: [...items('File'), separator, isMac ? { role: 'close' } : { role: 'quit' }] },
    { label: 'Edit', submenu: [...createEditRoles(), separator, ...items('Edit')] },
    { label: 'View', submenu: [...items('View'), separator, ...createViewRoles(options)] },
    { label: 'Go', submenu: items('Go') },
    { label: 'Data', submenu: items('Data') },
    { role: 'windowMenu' },
  ]
}

/** `Mod+Shift+P` as Electron writes it. */
export function toAccelerator(key: string): string {
  return key.replace(/\bMod\b/, 'CommandOrControl')
}

function createCommandItems(menu: MenuName, onCommand: MenuOptions['onCommand']): MenuItemConstructorOptions[] {
  return (Object.keys(commands) as CommandId[])
    .filter((id) => commands[id].menu === menu)
    .map((id) => {
      const { title, key } = commands[id]
      return {
        id,
        label: title,
        click: () => onCommand(id),
        ...(key === null ? {} : { accelerator: toAccelerator(key), registerAccelerator: false }),
      }
    })
}

function createEditRoles(): MenuItemConstructorOptions[] {
  return [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
  ]
}

function createViewRoles({ developer }: MenuOptions): MenuItemConstructorOptions[] {
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ]
  return developer ? [...zoom, separator, { role: 'forceReload' }, { role: 'toggleDevTools' }] : zoom
}
