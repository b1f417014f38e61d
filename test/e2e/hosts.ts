import { openBrowserWorkbench } from './browser-workbench.ts'
import { openDesktopWorkbench } from './desktop-workbench.ts'

/** What the program runs in, each opened as a person opens it; the desktop in the truest Electron that can be had. */
export const hosts = { browser: openBrowserWorkbench, desktop: openDesktopWorkbench }
