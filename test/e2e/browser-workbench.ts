import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { browserArguments, findBrowser } from '../../tools/browser.mjs'
import { markUsedBefore } from '../support/used-before.ts'
import { gatherPageProblems, shortTimeoutMs, type Workbench } from './workbench.ts'

/** `codeshell serve` as its own process. Disposing stops it and waits for its end: until then it may write to its folder. */
export interface RunningServer extends AsyncDisposable {
  readonly child: ChildProcess
  /** Works once. */
  readonly address: string
}

/** Starts the server, for somebody who has used it before unless it is their first start. */
export async function startServer(options: {
  userDataFolder: string
  isFirstStart?: boolean
  args?: string[]
  env?: Record<string, string>
}): Promise<RunningServer> {
  if (!options.isFirstStart) markUsedBefore(options.userDataFolder)
  const child = spawn(process.execPath, ['dist/cli/codeshell.js', 'serve', ...(options.args ?? [])], {
    env: { ...process.env, CODESHELL_USER_DATA: options.userDataFolder, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])) as [string]
  const address = /http:\S+/.exec(line)?.[0]
  if (!address) throw new Error(`codeshell serve ended before it printed an address: ${line}`)
  return {
    child,
    address,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Opens the browser host: a server of its own and a real browser on it. */
export async function openBrowserWorkbench(options: { userDataFolder: string; isFirstStart?: boolean }): Promise<Workbench> {
  const server = await startServer(options)
  const { child, address } = server
  const browser = await chromium.launch({ executablePath: requireBrowser(), args: browserArguments() })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  page.setDefaultTimeout(shortTimeoutMs)
  const problems = gatherPageProblems(page)
  await page.goto(address)
  await page.getByRole('main').first().waitFor()
  return {
    host: 'browser',
    page,
    problems,
    async choosePath(path, action) {
      await action()
      // Named by what it holds: what comes of the choice may be told in a dialog too, and at once.
      const dialog = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Path' }) })
      const fileName = dialog.getByLabel('File name')
      await dialog.getByRole('textbox', { name: 'Path' }).waitFor()
      const isSave = await fileName.isVisible()
      await dialog.getByRole('textbox', { name: 'Path' }).fill(isSave ? dirname(path) : path)
      if (isSave) await fileName.fill(basename(path))
      await dialog.getByRole('button', { name: /^(Choose this folder|Open|Save here)$/ }).click()
      await dialog.waitFor({ state: 'detached' })
    },
    async killInference() {
      process.kill(findInferenceProcess(child), 'SIGKILL')
    },
    async killEngine() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

function findInferenceProcess(server: ChildProcess): number {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(server.pid)], { encoding: 'utf8' }).split('\n')
  const line = lines.find((each) => each.includes('inference/main'))
  if (!line) throw new Error('The server has no inference process.')
  return Number.parseInt(line, 10)
}

function requireBrowser(): string {
  const browser = findBrowser()
  if (!browser) throw new Error('No Chrome or Chromium is installed.')
  return browser
}
