import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '#contracts/wire/connect'
import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import { openWebHost, type WebHost } from '../../main/web/web-host.ts'
import { createProbeRouter, type probeContract } from '../contracts/probe-service.ts'

let folder: string
let host: WebHost
let refusals: string[]
let bugs: unknown[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-web-'))
  await mkdir(join(folder, 'renderer/assets'), { recursive: true })
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>workbench</title>')
  await writeFile(join(folder, 'secret.txt'), 'outside the served folder')
  refusals = []
  bugs = []
  host = await openHost(0)
})
afterEach(async () => {
  await host[Symbol.asyncDispose]()
  expect(bugs).toEqual([])
  await rm(folder, { recursive: true })
})

test('the address exchanges its token for a strict cookie, which opens the page under the policy', async () => {
  const opened = await get(new URL(host.address))
  expect(opened.status).toBe(200)
  expect(opened.body).toContain('<meta http-equiv="refresh" content="0; url=/">')
  const [cookie] = opened.headers['set-cookie'] ?? []
  expect(cookie).toMatch(/^codeshell_session_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)

  const page = await get(new URL('/', host.address), { cookie: cookieValue(cookie) })
  expect(page.status).toBe(200)
  expect(page.body).toContain('workbench')
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/)
})

test('a token works once', async () => {
  const { address } = host
  expect((await get(new URL(address))).status).toBe(200)
  expect((await get(new URL(address))).status).toBe(403)
  expect(refusals).toEqual(['refused GET /: wrong or used token'])
  expect((await get(new URL(host.address))).status).toBe(200)
})

test('the name of the address is drawn at each start, and a session opens nothing under another name', async () => {
  const { host: pageName } = new URL(host.address)
  expect(pageName).toMatch(/^codeshell-[0-9a-f]{20}\.localhost:\d+$/)
  await using other = await openHost(0)
  expect(new URL(other.address).hostname).not.toBe(new URL(host.address).hostname)
  const cookie = await openSession({ host: pageName })
  expect((await get('/', { host: pageName, cookie })).status).toBe(200)
  expect((await get('/', { cookie })).status).toBe(403)
  expect((await get('/', { host: `localhost:${host.port}`, cookie })).status).toBe(403)
})

test('a browser under a name that it shares with other servers is led to the other name, for a token alone', async () => {
  const { pathname, search } = new URL(host.address)
  for (const headers of [{ 'sec-fetch-site': 'none' }, { 'user-agent': 'Mozilla/5.0' }]) {
    const led = await get(pathname + search, headers)
    expect({ status: led.status, location: led.headers.location }).toEqual({ status: 307, location: host.address })
    expect(led.headers['set-cookie']).toBeUndefined()
    const refused = await get('/?token=guessed', headers)
    expect(refused.status).toBe(403)
    expect(JSON.stringify([refused.headers, refused.body])).not.toContain('.localhost')
  }
})

test.each([
  ['without a cookie', {}, 'no session cookie'],
  ['with a wrong cookie', { cookie: 'codeshell_session_PORT=wrong' }, 'unknown session cookie'],
  ['under a foreign Host', { host: 'evil.example' }, 'foreign Host "evil.example"'],
  ['without a Host', { host: '' }, 'foreign Host ""'],
  ['under two Hosts', { host: ['127.0.0.1:PORT', 'evil.example'] }, 'not one Host'],
  ['under the same Host twice', { host: ['127.0.0.1:PORT', '127.0.0.1:PORT'] }, 'not one Host'],
  ['with a foreign Origin', { origin: 'http://evil.example' }, 'foreign Origin "http://evil.example"'],
  ['with the Origin of another name', { origin: 'http://localhost:PORT' }, 'foreign Origin "http://localhost:PORT"'],
  ['from another site', { 'sec-fetch-site': 'cross-site' }, 'foreign Sec-Fetch-Site "cross-site"'],
  ['from another port', { 'sec-fetch-site': 'same-site' }, 'foreign Sec-Fetch-Site "same-site"'],
])('a page request %s gets 403 and a log line', async (_, headers, reason) => {
  const response = await get('/', withPort(headers))
  expect(response.status).toBe(403)
  expect(response.body).toContain('codeshell serve')
  expect(refusals).toEqual([`refused GET /: ${withPort(reason)}`])
})

test('another site may open the address as a page, and use the token for nothing else', async () => {
  const { pathname, search } = new URL(host.address)
  const from = { host: new URL(host.address).host, 'sec-fetch-site': 'cross-site' }
  for (const use of [
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ]) {
    expect((await get(pathname + search, { ...from, ...use })).status).toBe(403)
  }
  const page = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect((await get(pathname + search, { ...from, ...page })).headers['set-cookie']).toHaveLength(1)
})

test('HEAD is refused, and uses no token up', async () => {
  const { pathname, search } = new URL(host.address)
  const head = await get(pathname + search, {}, 'HEAD')
  expect({ status: head.status, allow: head.headers.allow }).toEqual({ status: 405, allow: 'GET' })
  expect((await get(pathname + search)).status).toBe(200)
})

test('every answer isolates its page and says what it is', async () => {
  const cookie = await openSession()
  const own = `127.0.0.1:${host.port}`
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket' }
  const key = { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' }
  const answers = [
    get('/', { cookie }),
    get(new URL(host.address)),
    get('/missing.js', { cookie }),
    get('/'),
    get('/', { host: '' }),
    get('/', { cookie }, 'HEAD'),
    get('/', { cookie }, 'POST'),
    get('//', { cookie }),
    get('/', { cookie, expect: 'the moon' }),
    get('/rpc', upgrade),
    get('/other', { ...upgrade, cookie, origin: `http://${own}` }),
    get('/rpc', { ...upgrade, cookie, origin: `http://${own}`, 'sec-websocket-version': '99', ...key }),
    sendRaw('GET / HTTP/1.1\r\nHost: \0\r\n\r\n'),
  ]
  for (const { status, headers } of await Promise.all(answers)) {
    expect({ status, ...headers }).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
  }
})

test('a socket is opened for the page that has the cookie, and serves the contract', async () => {
  const cookie = await openSession()
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, {
    headers: { cookie, origin: `http://127.0.0.1:${host.port}` },
  })
  await once(socket, 'open')
  const client = connect<typeof probeContract>(createWebSocketWire(socket))
  expect(await client.echo({ text: 'hello' })).toBe('hello')
  socket.close()
  await once(socket, 'close')
})

test.each([
  ['without an Origin', (cookie: string) => ({ cookie }), 'no Origin'],
  [
    'from a foreign Origin',
    (cookie: string) => ({ cookie, origin: 'http://evil.example' }),
    'foreign Origin "http://evil.example"',
  ],
  [
    'from another site',
    (cookie: string) => ({ cookie, origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' }),
    'foreign Sec-Fetch-Site "cross-site"',
  ],
  ['without a cookie', () => ({ origin: 'http://127.0.0.1:PORT' }), 'no session cookie'],
])('a socket %s is refused with 403 and a log line', async (_, headersFor, reason) => {
  const headers = withPort(headersFor(await openSession()))
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { headers })
  const [error] = (await once(socket, 'error')) as [Error]
  expect(error.message).toContain('403')
  expect(refusals).toEqual([`refused GET /rpc: ${reason}`])
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/missing.js'])('%s is not found', async (path) => {
  expect((await get(path, { cookie: await openSession() })).status).toBe(404)
})

test('a client that resets the connection of a refused socket ends nothing', async () => {
  const client = createConnection({ host: '127.0.0.1', port: host.port })
  await once(client, 'connect')
  client.write(`GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  client.resetAndDestroy()
  await once(client, 'close')
  expect((await get('/', { cookie: await openSession() })).status).toBe(200)
})

test('a malformed frame closes its socket with a log line and ends nothing', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, {
    headers: { cookie: await openSession(), origin: `http://127.0.0.1:${host.port}` },
  })
  const [response] = (await once(socket, 'upgrade')) as [IncomingMessage]
  // A frame with reserved bits set.
  response.socket.write(Buffer.from([0xff, 0x80, 0, 0, 0, 0]))
  const [code] = await once(socket, 'close')
  expect(code).toBe(1002)
  expect(refusals).toEqual([expect.stringContaining('refused GET /rpc: Invalid WebSocket frame')])
  expect((await get('/', { cookie: await openSession() })).status).toBe(200)
})

test('an address that is no address is refused and is no bug', async () => {
  expect((await get('//', { cookie: await openSession() })).status).toBe(403)
  expect(refusals).toEqual(['refused GET //: malformed address'])
})

test('a browser that leaves in the middle of a file is no bug', async () => {
  await writeFile(join(folder, 'renderer/assets/large.js'), Buffer.alloc(20_000_000))
  const path = '/assets/large.js'
  const sent = request({ host: '127.0.0.1', port: host.port, path, headers: { cookie: await openSession() } }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  sent.on('error', () => undefined)
  response.socket.destroy()
  await once(sent, 'close')
  expect((await get('/', { cookie: await openSession() })).status).toBe(200)
  expect(bugs).toEqual([])
})

test('only reading is allowed', async () => {
  expect((await get('/', { cookie: await openSession() }, 'POST')).status).toBe(405)
})

test('a taken port is reported as the system reports it', async () => {
  await expect(openHost(host.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

function openHost(port: number): Promise<WebHost> {
  return openWebHost({
    router: createProbeRouter({ exit: () => undefined }),
    rendererFolder: join(folder, 'renderer'),
    port,
    reportBug: (bug) => bugs.push(bug),
    logRefusal: (line) => refusals.push(line),
    onDidOpen: () => undefined,
  })
}

async function openSession(headers: Headers = {}): Promise<string> {
  const { pathname, search } = new URL(host.address)
  return cookieValue((await get(pathname + search, headers)).headers['set-cookie']?.[0])
}

function cookieValue(header: string | undefined): string {
  return header?.split(';')[0] ?? ''
}

type Headers = Record<string, string | string[]>

function withPort<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('PORT', String(host.port))) as T
}

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** A plain request: `fetch` would normalise paths, follow redirects and refuse to set Host. A URL is asked under its own name. */
async function get(target: string | URL, headers: Headers = {}, method = 'GET'): Promise<Answer> {
  const path = typeof target === 'string' ? target : target.pathname + target.search
  const name = typeof target === 'string' ? `127.0.0.1:${host.port}` : target.host
  // As a flat list, Node takes a name twice, and adds no Host of its own.
  const flat = Object.entries({ host: name, ...headers }).flatMap(([key, values]) =>
    [values].flat().flatMap((each) => [key, each]),
  )
  const sent = request({ host: '127.0.0.1', port: host.port, path, method, headers: flat, setHost: false })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }
}

/** The names and values of the answer to what Node's client would not send. */
async function sendRaw(text: string): Promise<Pick<Answer, 'status' | 'headers'>> {
  const socket = createConnection({ host: '127.0.0.1', port: host.port })
  socket.write(text)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk)
  const [line = '', ...lines] = Buffer.concat(chunks).toString().trimEnd().split('\r\n')
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(lines.map((each) => each.split(': '))) }
}
