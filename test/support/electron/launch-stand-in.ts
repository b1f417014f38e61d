import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { toPageUrl } from './chromium.ts'
import type { ControlMessage, ControlRequest } from './control-messages.ts'
import { createDesktop, type Desktop, type DesktopOptions, type RemoteControl } from './desktop.ts'

const launcherFile = fileURLToPath(new URL('./run-app.ts', import.meta.url))
const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))
const pageOrigin = toPageUrl('app://workbench')

/** Starts the built desktop app with its window in the stand-in. */
export async function launchInStandIn(options: DesktopOptions): Promise<Desktop> {
  const child = startProcess(options)
  const exited = waitForExit(child)
  const messages = readMessages(child)
  const debugEndpoint = await Promise.race([
    messages.debugEndpoint,
    exited.then((code) => Promise.reject(new Error(`The app ended with code ${code} before it had a window.`))),
  ])
  const browser = await chromium.connectOverCDP(debugEndpoint)
  const listPages = () => browser.contexts().flatMap((context) => context.pages())
  const findPage = () => listPages().find((page) => page.url().startsWith(pageOrigin))
  await waitForPage(browser.contexts()[0]?.pages()[0], findPage)

  return createDesktop({
    control: createControl(child, messages),
    exited,
    findPage() {
      const page = findPage()
      if (!page) throw new Error('The app has no window with a page.')
      return page
    },
    disconnect: () => browser.close(),
  })
}

/** Starts the app a second time, or without waiting for a window, and answers with its exit code when it has ended. */
export function runInStandInUntilExit(options: DesktopOptions): Promise<number | null> {
  return waitForExit(startProcess(options))
}

function startProcess(options: DesktopOptions): ChildProcess {
  return fork(launcherFile, [options.appFolder ?? packageFolder, ...(options.args ?? [])], {
    ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
    env: { ...process.env, ...options.env, CODESHELL_USER_DATA: options.userDataFolder },
    execArgv: [],
    serialization: 'advanced',
  })
}

async function waitForExit(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

async function waitForPage(first: Page | undefined, findPage: () => Page | undefined): Promise<void> {
  const page = findPage() ?? first
  if (!page) throw new Error('The browser of the app has no page.')
  await page.waitForURL(`${pageOrigin}/**`)
}

function readMessages(child: ChildProcess) {
  const browser = Promise.withResolvers<string>()
  const calls = new Map<number, PromiseWithResolvers<unknown>>()
  child.on('message', (message: ControlMessage) => {
    if (message.type === 'browser') return browser.resolve(message.debugEndpoint)
    const call = calls.get(message.id)
    calls.delete(message.id)
    if (message.type === 'answer') call?.resolve(message.value)
    else call?.reject(new Error(message.message))
  })
  child.once('exit', (code) => {
    for (const call of calls.values()) call.reject(new Error(`The app ended with code ${code} before it answered.`))
  })
  return { debugEndpoint: browser.promise, calls }
}

function createControl(child: ChildProcess, { calls }: ReturnType<typeof readMessages>): RemoteControl {
  let lastId = 0
  const call = (name: string, args: unknown[]) => {
    const answer = Promise.withResolvers<unknown>()
    const id = ++lastId
    calls.set(id, answer)
    child.send({ id, name, args } as ControlRequest, (error) => error && answer.reject(error))
    return answer.promise
  }
  return new Proxy({} as RemoteControl, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(String(name), args),
  })
}
