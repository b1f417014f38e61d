import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of this folder that answers lines with lines of JSON, so that several can take turns in one run. */
export type Peer = {
  /** Answers to questions come in their order. */
  ask<Answer>(question: string): Promise<Answer>
  /** Ends the program. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a script of this folder on one thread: Python in the environment of `install.mjs` (or that of CODESHELL_BENCH_PYTHON), or
 * TypeScript on the Node at hand.
 *
 * @returns undefined for Python without that environment.
 */
export function startPeer(script: string, args: readonly string[]): Peer | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const folder = process.env.CODESHELL_BENCH_PYTHON ?? path.resolve(here, '../../../build/bench-python')
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const isPython = script.endsWith('.py')
  if (isPython && !existsSync(python)) return undefined
  const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', RAYON_NUM_THREADS: '1' }
  const child = spawn(isPython ? python : process.execPath, [path.join(here, script), ...args], {
    env: { ...process.env, ...oneThread },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function ask<Answer>(question: string): Promise<Answer> {
    child.stdin.write(`${question}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`${script} ended at "${question}".`)
    return JSON.parse(value) as Answer
  }

  return {
    ask,
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended
    },
  }
}
