// What `import … from 'electron'` gives the app when it runs in the stand-in.
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { dialog } from './dialog.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { MessageChannelMain } from './message-ports.ts'
export { protocol } from './protocol.ts'
export { screen } from './screen.ts'
export { shell } from './shell.ts'
export { UtilityProcess as utilityProcess } from './utility-process.ts'

/** A light theme, as on a machine where nobody chose. */
export const nativeTheme = { shouldUseDarkColors: false }
