import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { showText } from '#contracts/visible-text'
import { openWebHost } from '../web/web-host.ts'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { locations } from './locations.ts'
import { openBrowser } from './open-browser.ts'
import { openEngine } from './open-engine.ts'

export const serveForm: CommandForm = {
  usage: 'codeshell serve [--port PORT] [--open]   serve the workbench to browsers on this machine',
  operands: [],
  options: { port: 'value', open: 'switch' },
}

const handOverMs = 3000

/** Serves until the process is told to stop or its window is closed. The address is the first line on standard output. */
export async function serve(args: string[]): Promise<void> {
  const { values, switches } = readCommandLine(args, serveForm)
  const port = readPort(values.get('port') ?? '0')
  const isOpened = switches.has('open')
  await using engine = await openEngine()
  // Before anybody can ask for a completion: whoever comes while no model is on its way is turned away.
  engine.loadInitialModel()
  // Before a page can open a project of its own.
  await engine.offerSample()
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
  using window = isOpened ? openBrowser(host.address) : undefined
  if (isOpened && !window) console.log('No Chrome or Chromium was found. Open the address above in a browser.')
  await Promise.race([stopSignal(), ...(window ? [waitUntilClosed(window.child)] : [])])
}

export function readPort(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (port <= 65_535) return port
  throw wrong(serveForm, `--port ${showText(given)}: a port is a whole number from 0 (any free one) to 65535`)
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
