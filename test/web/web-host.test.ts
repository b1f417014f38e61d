import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
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
  expect(opened.status).toBe(303)
  expect(opened.headers.location).toBe('/')
  const [cookie] = opened.headers['set-cookie'] ?? []
  expect(cookie).toMatch(/^codeshell_session_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)

  const page = await get('/', { cookie: cookieValue(cookie) })
  expect(page.status).toBe(200)
  expect(page.body).toContain('workbench')
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/)
})

test('a token works once', async () => {
  const { address } = host
  expect((await get(new URL(address))).status).toBe(303)
  expect((await get(new URL(address))).status).toBe(403)
  expect(refusals).toEqual(['refused GET /: wrong or used token'])
  expect((await get(new URL(host.address))).status).toBe(303)
})

test.each([
  ['without a cookie', {}, 'no session cookie'],
  ['with a wrong cookie', { cookie: 'codeshell_session_PORT=wrong' }, 'unknown session cookie'],
  ['under a foreign Host', { host: 'evil.example' }, 'foreign Host "evil.example"'],
  ['with a foreign Origin', { origin: 'http://evil.example' }, 'foreign Origin "http://evil.example"'],
])('a page request %s gets 403 and a log line', async (_, headers, reason) => {
  const filled = Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key, value.replace('PORT', String(host.port))]),
  )
  const response = await get('/', filled)
  expect(response.status).toBe(403)
  expect(response.body).toContain('codeshell serve')
  expect(refusals).toEqual([`refused GET /: ${reason}`])
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
  ['without a cookie', () => ({ origin: 'http://127.0.0.1:PORT' }), 'no session cookie'],
])('a socket %s is refused with 403 and a log line', async (_, headersFor, reason) => {
  const headers = Object.fromEntries(
    Object.entries(headersFor(await openSession())).map(([key, value]) => [key, value.replace('PORT', String(host.port))]),
  )
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

async function openSession(): Promise<string> {
  return cookieValue((await get(new URL(host.address))).headers['set-cookie']?.[0])
}

function cookieValue(header: string | undefined): string {
  return header?.split(';')[0] ?? ''
}

/** A plain request: `fetch` would normalise paths, follow redirects and refuse to set Host. */
async function get(target: string | URL, headers: Record<string, string> = {}, method = 'GET') {
  const path = typeof target === 'string' ? target : target.pathname + target.search
  const sent = request({
    host: '127.0.0.1',
    port: host.port,
    path,
    method,
    headers: { host: `127.0.0.1:${host.port}`, ...headers },
  })
  sent.end()
  const [response] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }
}
