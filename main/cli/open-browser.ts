import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
// The same search that the tests use; plain JavaScript because set-up scripts run it before anything is installed.
import { browserArguments, findBrowser } from '../../tools/browser.mjs'
import { userDataFolder } from './locations.ts'

/** Opens the address as an app window in an installed Chromium-based browser; undefined when there is none. */
export function openBrowser(address: string): ChildProcess | undefined {
  const browser = findBrowser()
  if (!browser) return undefined
  // A profile of its own: the window then has no tabs, extensions or history, and closing it ends the process.
  const profile = join(userDataFolder(), 'browser')
  mkdirSync(profile, { recursive: true })
  return spawn(browser, [`--app=${address}`, `--user-data-dir=${profile}`, '--window-size=1360,860', ...browserArguments()], {
    stdio: 'ignore',
  })
}
