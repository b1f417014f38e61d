import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { openWebHost } from '../web/web-host.ts'
import { CommandFailure } from './command-failure.ts'
import { locations } from './locations.ts'
import { openBrowser } from './open-browser.ts'
import { openEngine } from './open-engine.ts'

export const usage = 'codeshell serve [--port PORT] [--open]   serve the workbench to browsers on this machine'

const handOverMs = 3000

/** Serves until the process is told to stop or its window is closed. The address is the first line on standard output. */
export async function serve(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: '0' }, open: { type: 'boolean', default: false } },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommandFailure(`--port ${values.port}: a port is a whole number from 0 (any free one) to 65535.`)
  }

  await using engine = await openEngine()
  // Before anybody can ask for a completion: whoever comes while no model is on its way is turned away.
  engine.loadInitialModel()
  await using host = await openWebHost({
    router: engine.router,
    rendererFolder: locations.rendererFolder,
    port,
    reportBug: engine.reportBug,
    logRefusal(line) {
      console.error(line)
      engine.log.warn(line)
    },
    onDidOpen: (address) => console.log(`Opened. For another window: ${address}`),
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CommandFailure(
        `Port ${port} on 127.0.0.1 is taken by another program. Name another with --port, or leave it out for a free one.`,
      )
    }
    throw error
  })

  console.log(`CodeShell Workbench: ${host.address}`)
  using window = values.open ? openBrowser(host.address) : undefined
  if (values.open && !window) console.log('No Chrome or Chromium was found. Open the address above in a browser.')
  await Promise.race([stopSignal(), ...(window ? [waitUntilClosed(window.child)] : [])])
}

/** A browser that ends at once has handed the address to one that runs already; only a window that was there can be closed. */
async function waitUntilClosed(window: ChildProcess): Promise<void> {
  const startMs = performance.now()
  await once(window, 'exit')
  if (performance.now() - startMs < handOverMs) await new Promise(() => {})
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
