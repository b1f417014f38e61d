import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makeFolderSync } from '#engine/platform/make-folder'
// The same search that the tests use; plain JavaScript because set-up scripts run it before anything is installed.
import { browserArguments, findBrowser } from '../../tools/browser.mjs'
import { userDataFolder } from './locations.ts'

/** An app window of an installed browser. Disposing closes it and removes what it was opened from. */
export interface BrowserWindow extends Disposable {
  readonly child: ChildProcess
}

/**
 * Opens the address as an app window in an installed Chromium-based browser; undefined when there is none.
 *
 * The browser is handed a file that only this person can read and that leads to the address. Every user of the machine can read the
 * arguments of a process, and whoever has the address first has the workbench.
 */
export function openBrowser(address: string): BrowserWindow | undefined {
  const browser = findBrowser()
  if (!browser) return undefined
  // A profile of its own: the window then has no tabs, extensions or history, and closing it ends the process.
  const profile = join(userDataFolder(), 'browser')
  makeFolderSync(profile)
  // Named by the port, because two servers share the profile. A file that was left there would keep its permissions.
  const file = join(profile, `open-${new URL(address).port}.html`)
  rmSync(file, { force: true })
  writeFileSync(file, pageThatLeadsTo(address), { mode: 0o600, flag: 'wx' })
  const child = spawn(
    browser,
    [`--app=${pathToFileURL(file)}`, `--user-data-dir=${profile}`, '--window-size=1360,860', ...browserArguments()],
    { stdio: 'ignore' },
  )
  return {
    child,
    [Symbol.dispose]() {
      child.kill()
      rmSync(file, { force: true })
    },
  }
}

function pageThatLeadsTo(address: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${address}"><title>CodeShell Workbench</title></html>\n`
}
