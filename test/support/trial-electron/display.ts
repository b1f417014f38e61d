import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const windowManagerFile = fileURLToPath(new URL('./jwm.xml', import.meta.url))

/** A screen that nobody sees. */
export interface Display extends AsyncDisposable {
  /** For the environment of a program that draws on it. */
  readonly env: { DISPLAY: string }
}

/**
 * Starts an X server on a display that it finds free itself, so that any number of them run side by side, and on it a window manager,
 * without which no window is ever maximised, minimised or brought to the front.
 */
export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
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

async function readLine(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.includes('\n')) return text.trim()
  }
  throw new Error('Xvfb closed its pipe without naming a display.')
}
