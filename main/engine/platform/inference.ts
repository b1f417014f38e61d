import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inferenceEnvironment } from '#contracts/inference-environment'
import { createProcessWire } from '#contracts/wire/process-wire'
import type { Wire } from '#contracts/wire/wire'

/** A running inference process. */
export interface InferenceProcess {
  /** Carries `inferenceContract`. Closing it makes the process exit by itself. */
  readonly wire: Wire
  /** How the process ended; never rejects. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>
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
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
        child.once('exit', (code, signal) => resolve({ code, signal }))
        // A child that could not be started has no exit.
        child.once('error', () => resolve({ code: null, signal: null }))
      })
      return { wire: createProcessWire(child), exited, kill: () => child.kill('SIGKILL') }
    },
  }
}
