// The first module of a utility process of the stand-in: gives it `process.parentPort`, then runs its real entry.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { PortData } from './message-ports.ts'
import { type PackedUtilityMessage, packUtilityMessage, type UtilityMessage, unpackUtilityMessage } from './utility-messages.ts'

/** A port whose other end lies in another process. */
class MovedPort extends EventEmitter {
  readonly #id: number
  #waiting: PortData[] | null = []
  #closed = false
  /** The other end closed before anybody listened here; told after what it had sent. */
  #endWaits = false

  constructor(id: number) {
    super()
    this.#id = id
  }

  postMessage(data: PortData): void {
    if (!this.#closed) send({ type: 'port-message', portId: this.#id, data })
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.emit('message', { data, ports: [] })
    if (this.#endWaits) setImmediate(() => this.end())
  }

  close(): void {
    if (this.#closed) return
    send({ type: 'port-close', portId: this.#id })
    this.#waiting = null
    this.end()
  }

  receive(data: PortData): void {
    if (this.#waiting) this.#waiting.push(data)
    else this.emit('message', { data, ports: [] })
  }

  end(): void {
    if (this.#closed) return
    if (this.#waiting) {
      this.#endWaits = true
      return
    }
    this.#closed = true
    ports.delete(this.#id)
    this.emit('close')
  }
}

/** Messages wait until somebody listens. */
class ParentPort extends EventEmitter {
  #waiting: unknown[] | null = []

  constructor() {
    super()
    this.on('newListener', (event) => {
      if (event !== 'message' || !this.#waiting) return
      const waiting = this.#waiting
      this.#waiting = null
      setImmediate(() => {
        for (const message of waiting) this.emit('message', message)
      })
    })
  }

  postMessage(data: unknown): void {
    send({ type: 'message', data, portIds: [] })
  }

  receive(message: { data: unknown; ports: MovedPort[] }): void {
    if (this.#waiting) this.#waiting.push(message)
    else setImmediate(() => this.emit('message', message))
  }
}

const ports = new Map<number, MovedPort>()
const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })

function send(message: UtilityMessage): void {
  if (process.connected) process.send?.(packUtilityMessage(message))
}

process.on('message', (packed: PackedUtilityMessage) => {
  const message = unpackUtilityMessage(packed)
  switch (message.type) {
    case 'message': {
      const moved = message.portIds.map((id) => {
        const port = new MovedPort(id)
        ports.set(id, port)
        return port
      })
      parentPort.receive({ data: message.data, ports: moved })
      break
    }
    case 'port-message':
      ports.get(message.portId)?.receive(message.data)
      break
    case 'port-close':
      // Behind what was received before, which may still wait for its turn.
      setImmediate(() => ports.get(message.portId)?.end())
      break
  }
})
// Electron ends its utility processes with itself.
process.on('disconnect', () => process.exit(0))

const [, , entry = '', ...args] = process.argv
process.argv = [process.execPath, entry, ...args]
await import(pathToFileURL(entry).href)
