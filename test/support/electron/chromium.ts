import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserArguments, findBrowser } from '../../../tools/browser.mjs'

/** Where pages see `app://workbench`: Chromium itself cannot be given a new scheme, and this name leads nowhere. */
export function toPageUrl(url: string): string {
  return url.replace(/^app:\/\/([a-z]+)/, 'https://$1.app.localhost')
}

/** The inverse of `toPageUrl`, so that the app sees the URLs that Electron would show it. */
export function toAppUrl(url: string): string {
  return url.replace(/^https:\/\/([a-z]+)\.app\.localhost/, 'app://$1')
}

/** Chromium with the profile of one app. */
export interface AppBrowser {
  context: BrowserContext
  /** Where a spec can connect to the same browser. */
  debugEndpoint: string
  takePage(): Promise<Page>
}

/** Starts Chromium without a window and without a way to the network. */
export async function openAppBrowser(profileFolder: string): Promise<AppBrowser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in CODESHELL_BROWSER.')
  const context = await chromium.launchPersistentContext(profileFolder, {
    executablePath,
    headless: true,
    args: [...browserArguments(), '--remote-debugging-port=0', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
  const [port, endpointPath] = readFileSync(path.join(profileFolder, 'DevToolsActivePort'), 'utf8').trim().split('\n')
  let blankPage = context.pages()[0]
  return {
    context,
    debugEndpoint: `ws://127.0.0.1:${port}${endpointPath}`,
    async takePage() {
      const page = blankPage ?? (await context.newPage())
      blankPage = undefined
      return page
    },
  }
}
