import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWebHost, type WebHost } from '../../main/web/web-host.ts'
import { browserArguments, findBrowser } from '../../tools/browser.mjs'
import { createProbeRouter } from '../contracts/probe-service.ts'

/** Says in its title when its socket is open. */
const pageScript =
  "const socket = new WebSocket('ws://' + location.host + '/rpc'); socket.onopen = () => { document.title = 'connected' }"

let folder: string
let host: WebHost
let browser: Browser
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-browser-'))
  closing.push(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'renderer'))
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>page</title><script src="page.js"></script>')
  await writeFile(join(folder, 'renderer/page.js'), pageScript)
  host = await openWebHost({
    router: createProbeRouter({ exit: () => undefined }),
    rendererFolder: join(folder, 'renderer'),
    port: 0,
    reportBug: () => undefined,
    logRefusal: () => undefined,
    onDidOpen: () => undefined,
  })
  closing.push(async () => host[Symbol.asyncDispose]())
  browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: browserArguments() })
  closing.push(() => browser.close())
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
})

test('a typed address, a file and a link of another site open the page with its socket', async () => {
  const leads = (address: string) => `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">`
  const file = join(folder, 'open.html')
  const site = await serveText((address) => leads(address))

  for (const open of [
    async (page: Page) => page.goto(host.address),
    async (page: Page) => page.goto(host.address.replace(/codeshell-\w+\.localhost/, '127.0.0.1')),
    async (page: Page) => {
      await writeFile(file, leads(host.address))
      await page.goto(pathToFileURL(file).href)
    },
    async (page: Page) => page.goto(site.address),
  ]) {
    await using context = await browser.newContext()
    const page = await context.newPage()
    await open(page)
    await expect.poll(() => page.title()).toBe('connected')
    expect(page.url()).toMatch(/^http:\/\/codeshell-\w+\.localhost:\d+\/$/)
  }
})

test('another server on the machine is sent nothing of the session, and its page gets nothing', async () => {
  const cookies: (string | undefined)[] = []
  const other = await serveText((_, headers) => {
    cookies.push(headers.cookie)
    return '<!doctype html><title>other</title>'
  })
  await using context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(host.address)
  await expect.poll(() => page.title()).toBe('connected')

  const visitor = await context.newPage()
  await visitor.goto(other.address)
  await visitor.goto(other.address.replace('127.0.0.1', 'localhost'))
  expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([])
  const { host: pageHost } = new URL(host.address)
  const opened = await visitor.evaluate(
    ({ hosts }) =>
      Promise.all(
        hosts.map(
          (name) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(`ws://${name}/rpc`)
              socket.onopen = () => resolve(`${name} is open`)
              socket.onerror = () => resolve('refused')
            }),
        ),
      ),
    { hosts: [pageHost, `127.0.0.1:${host.port}`, `localhost:${host.port}`] },
  )
  expect(opened).toEqual(['refused', 'refused', 'refused'])
})

async function serveText(write: (address: string, headers: IncomingHttpHeaders) => string) {
  const server: Server = createServer(({ headers }, response) =>
    response.setHeader('content-type', 'text/html').end(write(host.address, headers)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}
