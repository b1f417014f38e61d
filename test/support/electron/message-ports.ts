import { EventEmitter } from 'node:events'

/** What may travel on a port of this stand-in: exactly what a wire carries. */
export type PortData = string | Uint8Array

/** The other process, or page, that a port was moved to. */
export interface PortTarget {
  deliver(data: PortData): void
  close(): void
}

/**
 * One end of a channel in the app's process, with the behaviour of Electron's MessagePortMain: messages wait for `start`,
 * arrive later than they were sent, and the end of one side is the end of the other.
 *
 * Once it was moved to another process the object stays here as its representative.
 */
export class MessagePortMain extends EventEmitter {
  #partner: MessagePortMain | null = null
  #waiting: PortData[] | null = []
  #target: PortTarget | null = null
  #closed = false

  static entangle(one: MessagePortMain, other: MessagePortMain): void {
    one.#partner = other
    other.#partner = one
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in does not move ports over ports.')
    if (typeof message !== 'string' && !(message instanceof Uint8Array)) {
      throw new Error(`The stand-in carries text and bytes, not ${typeof message}.`)
    }
    const partner = this.#partner
    if (this.#closed || !partner) return
    const data = typeof message === 'string' ? message : new Uint8Array(message)
    queueMicrotask(() => partner.#receive(data))
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.#receive(data)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const partner = this.#partner
    // Behind the messages that are already on their way.
    if (partner) queueMicrotask(() => partner.#end())
    this.emit('close')
  }

  /** Gives the port away: from now on, and for what is waiting, `target` receives. */
  moveTo(target: PortTarget): void {
    this.#target = target
    this.start()
    if (this.#closed) target.close()
  }

  #receive(data: PortData): void {
    if (this.#closed) return
    if (this.#waiting) this.#waiting.push(data)
    else if (this.#target) this.#target.deliver(data)
    else this.emit('message', { data, ports: [] })
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#target?.close()
    this.emit('close')
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    MessagePortMain.entangle(this.port1, this.port2)
  }
}
