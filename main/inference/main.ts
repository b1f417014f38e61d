import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { createProcessWire } from '#contracts/wire/process-wire'
import { serve } from '#contracts/wire/serve'
import type { Wire } from '#contracts/wire/wire'
import { createInferenceRouter } from './inference-router.ts'

type Port = Parameters<typeof createMessagePortWire>[0]

/** What an Electron utility process adds to `process`; the first message carries the port to the engine. */
interface UtilityProcess {
  parentPort?: { once(event: 'message', listener: (event: { ports: Port[] }) => void): void }
}

const { parentPort } = process as UtilityProcess
if (parentPort) {
  parentPort.once('message', ({ ports: [port] }) => {
    if (port) start(createMessagePortWire(port))
  })
} else {
  start(createProcessWire(process))
}

function start(wire: Wire): void {
  // Without the engine there is nobody to answer. Native threads may be in the middle of a batch, so nothing is disposed of.
  wire.onClose(() => process.exit(0))
  serve(createInferenceRouter(), wire, ({ reference, method, error }) => {
    const stack = error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${JSON.stringify({ level: 'error', message: 'inference bug', reference, method, stack })}\n`)
  })
}
