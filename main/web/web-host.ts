import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AnyRouter } from '@orpc/server'
import { WebSocketServer } from 'ws'
import { type ReportBug, serve } from '#contracts/wire/serve'
import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import { contentSecurityPolicy } from '../static/content-security-policy.ts'
import { type Access, createAccess } from './access.ts'
import { answer, type PageSource, rawAnswer, refusalLine, securityHeaders } from './answer.ts'

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
  // A request without a Host is refused with the others, by an answer that has our headers.
  const server = createServer({ requireHostHeader: false })
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const access = createAccess({ port })
  const policy = contentSecurityPolicy({ connect: [`ws://${access.pageHost}`] })
  answerPages(server, { ...options, access, policy })
  const sockets = openSockets(server, { ...options, access })

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

function answerPages(server: Server, source: PageSource & Pick<WebHostOptions, 'reportBug'>): void {
  server.on('request', (request, response) => {
    answer(request, response, source).catch((error: unknown) => {
      // The browser left before it had the whole file: a reload does that.
      if (isCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) return
      source.reportBug({ reference: 'http', method: `${request.method} ${request.url}`, error })
      if (!response.headersSent) response.writeHead(500, securityHeaders)
      response.end()
    })
  })
  // Node answers these by itself, without our headers.
  server.on('checkExpectation', (_request, response) => response.writeHead(417, securityHeaders).end())
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(rawAnswer(400))
    else socket.destroy()
  })
}

function openSockets(server: Server, options: WebHostOptions & { access: Access }): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 })
  sockets.on('headers', (lines) => {
    for (const [name, value] of Object.entries(securityHeaders)) lines.push(`${name}: ${value}`)
  })
  sockets.on('wsClientError', (error, socket, request) => {
    options.logRefusal(refusalLine(request, error.message))
    socket.end(rawAnswer(400))
  })
  server.on('upgrade', (request, socket: Duplex, head) => {
    // An upgraded socket has no listener of the server's: without one, a client that resets it would end the process.
    socket.on('error', () => socket.destroy())
    const refusal = request.url === '/rpc' ? refuseSocket(request, options.access) : `no socket there`
    if (refusal !== null) {
      options.logRefusal(refusalLine(request, refusal))
      socket.end(rawAnswer(403))
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      // A frame that is malformed or too large. `ws` closes the connection by itself; the page hears of it and connects again.
      ws.on('error', (error) => options.logRefusal(refusalLine(request, error.message)))
      serve(options.router, createWebSocketWire(ws), options.reportBug)
    })
  })
  return sockets
}

/** A page's WebSocket always carries an Origin, so a missing one is foreign as well. */
function refuseSocket(request: IncomingMessage, access: Access): string | null {
  if (request.headers.origin === undefined) return 'no Origin'
  return access.checkNames(request) ?? access.checkSite(request, null) ?? access.checkSession(request)
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
