import { fork } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { followLastWords } from '#contracts/last-words'
import { getAddonEnvironment } from '../../platform/native.ts'
import { createExchange, type Exchange, type Served } from '../process/exchange.ts'
import type { RunnerRequests, StepProcessRequests } from '../process/step-requests.ts'

/** A process in which steps run. It ends with the one that started it. */
export interface StepProcess {
  readonly pid: number | undefined
  readonly exchange: Exchange<StepProcessRequests>
  /** How it ended, in words; never rejects. */
  readonly ended: Promise<string>
  /** Ends it, whatever it is doing: it writes nothing that cannot be written again. */
  end(): Promise<void>
}

/** From source the entry is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const entryUrl = new URL(
  import.meta.url.endsWith('.ts') ? '../process/step-process-main.ts' : './step-process-main.js',
  import.meta.url,
)

/** As long as a process may take to end by itself. */
const patienceMs = 300

/** Nothing that steps or native kernels do in it can end the engine, and it gives way to all others from its beginning. */
export function startStepProcess(served: Served<RunnerRequests>): StepProcess {
  const child = fork(fileURLToPath(entryUrl), {
    serialization: 'advanced',
    // Flags such as --inspect or a test runner's loader belong to this process only.
    execArgv: [],
    // In Electron the same binary then is Node.
    env: { ...process.env, ...getAddonEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const words = child.stderr ? followLastWords(child.stderr, (text) => process.stderr.write(text)) : null
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`
      const last = words?.get() ?? ''
      resolve(last === '' ? how : `${how}: ${last}`)
    })
    // A child that could not be started has no exit.
    child.once('error', (error) => resolve(error.message))
  })
  return {
    pid: child.pid,
    exchange: createExchange<StepProcessRequests, RunnerRequests>(child, served),
    ended,
    async end() {
      if (child.connected) child.disconnect()
      const patience = new AbortController()
      const waited = delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)
      await Promise.race([ended, waited])
      patience.abort()
      child.kill('SIGKILL')
      await ended
    },
  }
}
