import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AnyRouter } from '@orpc/server'
import { WebSocketServer } from 'ws'
import { type ReportBug, serve } from '#contracts/wire/serve'
import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import { contentSecurityPolicy } from '../static/content-security-policy.ts'
import { resolveStaticFile } from '../static/static-files.ts'
import { type Access, createAccess } from './access.ts'

export interface WebHostOptions {
  router: AnyRouter
  /** Folder of the built renderer. */
  rendererFolder: string
  /** 0 chooses a free port. */
  port: number
  reportBug: ReportBug
  /** Receives one line for each refused request. */
  logRefusal: (line: string) => void
  /** Called after the address was used; `address` is then the next one. */
  onDidOpen: (address: string) => void
}

export interface WebHost extends AsyncDisposable {
  readonly port: number
  /** The address to open; it works once. */
  readonly address: string
}

/**
 * Serves the workbench to browsers on this machine: the renderer's files, and the contracts over a WebSocket at `/rpc`.
 * Listens on 127.0.0.1 alone. Rejects with the system's error when the port is taken (`EADDRINUSE`).
 */
export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const server = createServer()
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const access = createAccess({ port })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 })
  const policy = contentSecurityPolicy({ connect: [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`] })

  server.on('request', (request, response) => {
    answer({ request, response, access, policy, options }).catch((error: unknown) => {
      // The browser left before it had the whole file: a reload does that.
      if (isCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) return
      options.reportBug({ reference: 'http', method: `${request.method} ${request.url}`, error })
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.on('upgrade', (request, socket: Duplex, head) => {
    // An upgraded socket has no listener of the server's: without one, a client that resets it would end the process.
    socket.on('error', () => socket.destroy())
    const refusal = request.url === '/rpc' ? refuseSocket(request, access) : `no socket at ${request.url}`
    if (refusal !== null) {
      options.logRefusal(refusalLine(request, refusal))
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      // A frame that is malformed or too large. `ws` closes the connection by itself; the page hears of it and connects again.
      ws.on('error', (error) => options.logRefusal(refusalLine(request, error.message)))
      serve(options.router, createWebSocketWire(ws), options.reportBug)
    })
  })

  return {
    port,
    get address() {
      return access.address
    },
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A page's WebSocket always carries an Origin, so a missing one is foreign as well. */
function refuseSocket(request: IncomingMessage, access: Access): string | null {
  if (request.headers.origin === undefined) return 'no Origin'
  return access.checkNames(request) ?? access.checkSession(request)
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  access: Access
  policy: string
  options: WebHostOptions
}

async function answer({ request, response, access, policy, options }: Exchange): Promise<void> {
  const refuse = (reason: string) => {
    options.logRefusal(refusalLine(request, reason))
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    response.end('This address does not open the workbench. Open the one that "codeshell serve" printed last; each works once.\n')
  }
  const names = access.checkNames(request)
  if (names !== null) return refuse(names)

  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
  if (!url) return refuse('malformed address')
  const token = url.searchParams.get('token')
  if (token !== null) {
    const cookie = access.exchange(token)
    if (cookie === undefined && access.checkSession(request) !== null) return refuse('wrong or used token')
    if (cookie !== undefined) options.onDidOpen(access.address)
    response.writeHead(303, { location: '/', 'cache-control': 'no-store', ...(cookie ? { 'set-cookie': cookie } : {}) })
    response.end()
    return
  }

  const session = access.checkSession(request)
  if (session !== null) return refuse(session)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const file = await resolveStaticFile({ root: options.rendererFolder, urlPath: url.pathname })
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n')
    return
  }
  response.writeHead(200, { ...file.headers, 'content-length': file.sizeBytes, 'content-security-policy': policy })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file.file), response)
}

function refusalLine(request: IncomingMessage, reason: string): string {
  return `refused ${request.method} ${(request.url ?? '/').replace(/\?.*/s, '')}: ${reason}`
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}
