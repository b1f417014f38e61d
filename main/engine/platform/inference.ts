import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inferenceEnvironment } from '#contracts/inference-environment'
import { followLastWords } from '#contracts/last-words'
import { createProcessWire } from '#contracts/wire/process-wire'
import type { Wire } from '#contracts/wire/wire'

export interface InferenceExit {
  readonly code: number | null
  readonly signal: string | null
  /** On one line; empty when it wrote nothing. */
  readonly lastWords: string
}

/** A running inference process. */
export interface InferenceProcess {
  /** Carries `inferenceContract`. Closing it makes the process exit by itself. */
  readonly wire: Wire
  /** How the process ended, and what it wrote last to its standard error; never rejects. */
  readonly exited: Promise<InferenceExit>
  /** Ends the process at once, whatever it is doing. */
  kill(): void
}

/** Starts the process in which llama.cpp lives; each host has its own way. */
export interface InferenceLauncher {
  launch(): Promise<InferenceProcess>
}

/** Starts inference as a child process of Node. `entry` is main/inference/main.ts, or the file it was bundled into. */
export function createForkLauncher({ entry }: { entry: URL | string }): InferenceLauncher {
  const file = entry instanceof URL ? fileURLToPath(entry) : entry
  return {
    async launch() {
      const child = fork(file, [], {
        serialization: 'advanced',
        // Flags such as --inspect or a test runner's loader belong to this process only.
        execArgv: [],
        env: { ...process.env, ...inferenceEnvironment },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      const words = child.stderr ? followLastWords(child.stderr, (text) => process.stderr.write(text)) : null
      const exited = new Promise<InferenceExit>((resolve) => {
        // What it wrote last is read a moment after its end. (`close` never comes once this side has disconnected.)
        const read = new Promise((done) => (child.stderr ? child.stderr.once('close', done) : done(null)))
        child.once('exit', (code, signal) => {
          void read.then(() => resolve({ code, signal, lastWords: words?.get() ?? '' }))
        })
        // A child that could not be started has no exit.
        child.once('error', () => resolve({ code: null, signal: null, lastWords: '' }))
      })
      return { wire: createProcessWire(child), exited, kill: () => child.kill('SIGKILL') }
    },
  }
}
