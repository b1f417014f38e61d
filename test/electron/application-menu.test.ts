import type { MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { type CommandId, commands } from '#contracts/commands'
import { createMenuTemplate, toAccelerator } from '../../main/electron/application-menu.ts'

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

function createItems(options: { platform: NodeJS.Platform; developer?: boolean; onCommand?: (command: CommandId) => void }) {
  return flatten(
    createMenuTemplate({ appName: 'Workbench', onCommand: options.onCommand ?? (() => {}), developer: false, ...options }),
  )
}

it('holds every command once, with its title and its key', () => {
  const items = createItems({ platform: 'linux' }).filter((item) => item.id !== undefined)
  expect(items.map((item) => item.id).sort()).toEqual(Object.keys(commands).sort())
  expect(items.find((item) => item.id === 'palette.show')).toMatchObject({
    label: 'Show all commands',
    accelerator: 'CommandOrControl+Shift+P',
    // The page acts on the key itself.
    registerAccelerator: false,
  })
  expect(items.find((item) => item.id === 'theme.dark')).not.toHaveProperty('accelerator')
})

it('answers a click with the command of the item', () => {
  const chosen: CommandId[] = []
  const items = createItems({ platform: 'linux', onCommand: (command) => chosen.push(command) })
  const item = items.find((candidate) => candidate.id === 'place.tune')
  item?.click?.({} as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent)
  expect(chosen).toEqual(['place.tune'])
})

it('writes keys as the platform reads them', () => {
  expect(toAccelerator('Mod+Shift+P')).toBe('CommandOrControl+Shift+P')
  expect(toAccelerator('Alt+\\')).toBe('Alt+\\')
})

it('has the roles that people expect, and developer tools for developers only', () => {
  const roles = (options: Parameters<typeof createItems>[0]) => createItems(options).map((item) => item.role)
  expect(roles({ platform: 'linux' })).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'zoomIn', 'togglefullscreen']))
  expect(roles({ platform: 'linux' })).not.toContain('toggleDevTools')
  expect(roles({ platform: 'linux', developer: true })).toContain('toggleDevTools')
  expect(roles({ platform: 'darwin' })).toContain('appMenu')
  expect(roles({ platform: 'win32' })).not.toContain('appMenu')
})
