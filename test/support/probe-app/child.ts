// The utility process of the probes; its argument says what it does.
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { MessagePortMain, ParentPort } from 'electron'

const { parentPort } = process as unknown as { parentPort: ParentPort }
const [mode, file = ''] = process.argv.slice(2)
const started = Date.now()

/** Nothing can be waited for here: these are about who comes too late. */
const later = (act: () => void) => setTimeout(act, 300)

function shape(data: unknown): unknown {
  return data instanceof Uint8Array ? [data.constructor.name, data.length] : data
}

const modes: Record<string, () => void> = {
  /** Listens late to its parent, and later still to the port that came meanwhile. */
  late: () =>
    later(() => {
      const log: unknown[] = []
      parentPort.on('message', ({ data, ports }) => {
        log.push([data, ports.length])
        const [port] = ports
        if (port) later(() => followPort(port))
        if (data === 'end') parentPort.postMessage(log)
      })
    }),
  echo: () =>
    parentPort.on('message', ({ data, ports: [port] }) => {
      if (!port) return parentPort.postMessage(data)
      port.on('message', (event) => port.postMessage(event.data))
      port.start()
    }),
  /** What `inference` does: it ends with its port. */
  'end-with-port': () =>
    parentPort.once('message', ({ ports: [port] }) => {
      port?.on('close', () => process.exit(0))
      port?.start()
      parentPort.postMessage('ready')
    }),
  idle: () => parentPort.on('message', () => {}),
  'no-listener': () => parentPort.postMessage('ready'),
  'exit-3': () => later(() => process.exit(3)),
  throw: () =>
    later(() => {
      throw new Error('this belongs to a probe')
    }),
  abort: () => later(() => process.abort()),
  'kill-itself': () => later(() => process.kill(process.pid, 'SIGKILL')),
  fork: () => fork(__filename, ['grandchild', file]).once('exit', (code) => parentPort.postMessage(['grandchild', code])),
  grandchild: () => writeFileSync(file, String(started)),
}

function followPort(port: MessagePortMain): void {
  const log: unknown[] = []
  port.on('message', ({ data }) => log.push(shape(data)))
  port.on('close', () => parentPort.postMessage([...log, 'close']))
  port.start()
}

modes[mode ?? '']?.()
