import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const windowManagerFile = fileURLToPath(new URL('./jwm.xml', import.meta.url))

const serverCommand = ['Xvfb', '-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']
/** Where it is there, what it starts is ended by the system with the process that started it, which may be killed. */
const untilParentEnds = ['setpriv', '--pdeathsig', 'TERM']

/** A screen that nobody sees. */
export interface Display extends AsyncDisposable {
  /** For the environment of a program that draws on it. */
  readonly env: { DISPLAY: string }
}

/**
 * Starts an X server on a display that it finds free itself, so that any number of them run side by side, and on it a window manager,
 * without which no window is ever maximised, minimised or brought to the front. The window manager ends with its X server.
 */
export async function openDisplay(): Promise<Display> {
  const [program = '', ...args] = endsWithParent() ? [...untilParentEnds, ...serverCommand] : serverCommand
  const server = spawn(program, args, {
    // What it says is about the displays that were taken.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const exited = once(server, 'exit')
  const number = await Promise.race([
    readLine(server.stdio[3] as Readable),
    exited.then(([code]) => Promise.reject(new Error(`Xvfb ended with code ${String(code)} before it had a display.`))),
  ])
  const env = { DISPLAY: `:${number}` }
  const windowManager = spawn('jwm', ['-f', windowManagerFile], { stdio: 'ignore', env: { ...process.env, ...env } })
  const gone = once(windowManager, 'exit')
  return {
    env,
    async [Symbol.asyncDispose]() {
      windowManager.kill()
      await gone
      server.kill()
      await exited
    },
  }
}

/** Whether a display ends with the process that opened it also when that is killed. */
export function endsWithParent(): boolean {
  const [program = '', ...args] = [...untilParentEnds, 'true']
  return spawnSync(program, args).status === 0
}

async function readLine(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.includes('\n')) return text.trim()
  }
  throw new Error('Xvfb closed its pipe without naming a display.')
}
