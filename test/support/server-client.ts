import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { WebSocket } from 'ws'
import { connect } from '#contracts/wire/connect'
import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import type { WorkbenchClient, workbenchContract } from '#contracts/workbench'

/** What a page of `codeshell serve` is connected to. */
export interface ServerConnection {
  readonly client: WorkbenchClient
  close(): void
}

/** Connects to a server as its page does. `address` is the one that the server prints, which works once. */
export async function connectToServer(address: string): Promise<ServerConnection> {
  const { host, port, pathname, search, origin } = new URL(address)
  // Browsers know the names below localhost; the system may not.
  const sent = request({ host: '127.0.0.1', port, path: pathname + search, headers: { host } })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  const cookie = response.headers['set-cookie']?.map((each) => each.split(';')[0]).join('; ')
  if (!cookie) throw new Error(`The server answered ${response.statusCode} and opened no session.`)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers: { cookie, origin, host } })
  await once(socket, 'open')
  return { client: connect<typeof workbenchContract>(createWebSocketWire(socket)), close: () => socket.close() }
}
