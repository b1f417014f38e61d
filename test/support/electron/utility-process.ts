import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { MessagePortMain } from './message-ports.ts'
import { type PackedUtilityMessage, packUtilityMessage, type UtilityMessage, unpackUtilityMessage } from './utility-messages.ts'

const bootstrapFile = fileURLToPath(new URL('./utility-bootstrap.ts', import.meta.url))
const running = new Set<UtilityProcess>()
let lastPortId = 0

/** A real process of its own, started by Node, with the events and the parent port of an Electron utility process. */
export class UtilityProcess extends EventEmitter {
  readonly name: string
  readonly #child: ChildProcess
  readonly #ports = new Map<number, MessagePortMain>()
  #runs = false

  private constructor(name: string, child: ChildProcess) {
    super()
    this.name = name
    this.#child = child
    running.add(this)
    child.once('spawn', () => {
      this.#runs = true
      this.emit('spawn')
    })
    child.on('message', (packed: PackedUtilityMessage) => this.#receive(unpackUtilityMessage(packed)))
    child.once('exit', (code, signal) => {
      running.delete(this)
      this.#runs = false
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? (signal ? constants.signals[signal] : 0))
    })
  }

  static fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess {
    const env: NodeJS.ProcessEnv = { ...(options.env ?? process.env) }
    const child = fork(bootstrapFile, [modulePath, ...args], {
      execArgv: options.execArgv ?? [],
      stdio: ['ignore', 'inherit', options.stdio?.[2] === 'pipe' ? 'pipe' : 'inherit', 'ipc'],
      env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    return new UtilityProcess(options.serviceName ?? 'Node Utility Process', child)
  }

  /** Known while the process runs, which is not yet the case when `fork` returns. */
  get pid(): number | undefined {
    return this.#runs ? this.#child.pid : undefined
  }

  /** Null unless it was asked for by `stdio`. */
  get stderr() {
    return this.#child.stderr
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const portIds = transfer.map((port) => {
      const portId = ++lastPortId
      this.#ports.set(portId, port)
      return portId
    })
    // The other side must know the port before the first message on it.
    this.#send({ type: 'message', data: message, portIds })
    transfer.forEach((port, index) => {
      const portId = portIds[index] ?? 0
      port.moveTo({
        deliver: (data) => this.#send({ type: 'port-message', portId, data }),
        close: () => {
          this.#ports.delete(portId)
          this.#send({ type: 'port-close', portId })
        },
      })
    })
  }

  kill(): boolean {
    return this.#runs && this.#child.kill()
  }

  /** Ends the process at whatever stage it is. */
  end(): void {
    this.#child.kill()
  }

  #send(message: UtilityMessage): void {
    // A process that is going away loses messages without telling, as in Electron.
    if (this.#child.connected) this.#child.send(packUtilityMessage(message), () => {})
  }

  #receive(message: UtilityMessage): void {
    switch (message.type) {
      case 'message':
        this.emit('message', message.data)
        break
      case 'port-message':
        this.#ports.get(message.portId)?.postMessage(message.data)
        break
      case 'port-close':
        this.#ports.get(message.portId)?.close()
        this.#ports.delete(message.portId)
        break
    }
  }
}

/** The utility processes that run now. */
export function listUtilityProcesses(): { name: string; pid: number }[] {
  return [...running].map(({ name, pid }) => ({ name, pid: pid ?? -1 }))
}

/** Ends what the app left running, as the end of Electron's own process does. */
export function killUtilityProcesses(): void {
  for (const utility of running) utility.end()
}
