import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { WebSocketServer } from 'ws'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { createProcessWire } from '#contracts/wire/process-wire'
import { serve } from '#contracts/wire/serve'
import { createWebSocketWire } from '#contracts/wire/web-socket-wire'
import type { Wire } from '#contracts/wire/wire'
import { createProbeRouter } from './probe-service.ts'

/** The near end of a wire at whose far end the probe service is served. */
export interface ServedPair {
  wire: Wire
  close: () => Promise<void>
}

/** Every kind of wire that the product uses. */
export const transports: Record<string, () => Promise<ServedPair>> = {
  'an in-memory MessagePort': async () => {
    const { port1, port2 } = new MessageChannel()
    serve(createProbeRouter({ exit: () => port1.close() }), createMessagePortWire(port1), () => undefined)
    return {
      wire: createMessagePortWire(port2),
      async close() {
        port1.close()
      },
    }
  },
  'a child process': async () => {
    const child = fork(fileURLToPath(new URL('./probe-process.ts', import.meta.url)), {
      serialization: 'advanced',
      stdio: 'ignore',
      execArgv: [],
    })
    return {
      wire: createProcessWire(child),
      async close() {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill()
          await once(child, 'exit')
        }
      },
    }
  },
  'a WebSocket': async () => {
    const server = createServer()
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) =>
      serve(createProbeRouter({ exit: () => socket.terminate() }), createWebSocketWire(socket), () => undefined),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await once(socket, 'open')
    return {
      wire: createWebSocketWire(socket),
      async close() {
        socket.close()
        for (const client of sockets.clients) client.terminate()
        sockets.close()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  },
}
