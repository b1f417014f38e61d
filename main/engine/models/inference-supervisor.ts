import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#contracts/errors'
import type { InferenceClient, inferenceContract } from '#contracts/inference'
import { connect } from '#contracts/wire/connect'
import type { InferenceLauncher, InferenceProcess } from '#engine/platform/inference'
import type { Log } from '#engine/platform/log'
import { createRestartDelay } from '../../supervision/restart-delay.ts'

/** How long a process that was asked to end may take. Longer than any batch, so that a GPU driver is left in order. */
const STOP_TIMEOUT_MS = 3_000

export interface InferenceSupervisor extends AsyncDisposable {
  /**
   * A client of the running process, which is started if there is none. After a crash this waits until the back-off is over.
   * Calls of a client whose process ends fail with `inference.restarting`; ask for a new client then.
   */
  getClient(): Promise<InferenceClient>
  /** A client of the running process, or null when there is none: nothing is started for it. */
  findClient(): Promise<InferenceClient | null>
  /** Whether a process cannot be reached any more and has not ended yet: `onDidCrash` is about to be called. */
  isEnding(): boolean
  /** How the process ended that was lost last, in words; waits for its end if that is about to come. */
  describeLastEnd(): Promise<string>
  /** Ends the process now, whatever it does. Nobody is told of a crash, and the next call starts another. */
  end(): Promise<void>
}

export interface InferenceSupervisorOptions {
  readonly launcher: InferenceLauncher
  readonly log: Log
  /** Readies a new process before anybody may call it. */
  prepare(client: InferenceClient): Promise<void>
  /** Called after a process ended that nobody had asked to end. `attempt` counts such ends in close succession. */
  onDidCrash(crash: { reason: string; attempt: number }): void
}

interface Running {
  readonly process: InferenceProcess
  readonly client: InferenceClient
}

/** Keeps at most one inference process, started at first need and again at the next need after a crash. */
export function createInferenceSupervisor({
  launcher,
  log,
  prepare,
  onDidCrash,
}: InferenceSupervisorOptions): InferenceSupervisor {
  const restartDelay = createRestartDelay()
  const stop = new AbortController()
  let running: Promise<Running> | null = null
  let mayStart: Promise<unknown> = Promise.resolve()
  /** Also while it is being made ready. */
  let current: InferenceProcess | null = null
  let ending: InferenceProcess | null = null
  let lastEnd: Promise<string> = Promise.resolve('it ended')
  const unwanted = new WeakSet<InferenceProcess>()

  const noteCrash = (reason: string, ranMs: number): Promise<unknown> => {
    const delayMs = restartDelay.next({ ranMs })
    mayStart = delay(delayMs, undefined, { signal: stop.signal }).catch(ignoreStop)
    log.warn('inference process ended', { reason, attempt: restartDelay.attempts, delayMs })
    onDidCrash({ reason, attempt: restartDelay.attempts })
    return mayStart
  }
  /** Makes the next call start another process, when this one has ended and the back-off is over. */
  const follow = (process: InferenceProcess, startedAt: number) => {
    let isCurrent = true
    const replace = () => {
      if (isCurrent && current === process) running = current = null
      isCurrent = false
    }
    const reason = process.exited.then(({ code, signal, lastWords }) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`
      return lastWords === '' ? how : `${how}: ${lastWords}`
    })
    const ended = reason.then((words) => {
      if (stop.signal.aborted) return
      if (ending === process) ending = null
      lastEnd = reason
      replace()
      if (unwanted.has(process)) return
      return noteCrash(words, performance.now() - startedAt)
    })
    process.wire.onClose(() => {
      if (stop.signal.aborted || !isCurrent) return
      // It dies a moment before that is known. Whoever calls in between waits for the next one instead of failing.
      mayStart = ended
      ending = process
      lastEnd = reason
      replace()
      process.kill()
    })
  }
  const start = async (): Promise<Running> => {
    await mayStart
    if (stop.signal.aborted) throw createRestartingError(restartDelay.attempts)
    const startedAt = performance.now()
    let process: InferenceProcess
    try {
      process = await launcher.launch()
    } catch (error) {
      running = null
      const reason = `it could not be started (${error instanceof Error ? error.message : String(error)})`
      lastEnd = Promise.resolve(reason)
      void noteCrash(reason, 0)
      throw createRestartingError(restartDelay.attempts)
    }
    current = process
    follow(process, startedAt)
    const client = connect<typeof inferenceContract>(process.wire, () => createRestartingError(restartDelay.attempts + 1))
    await prepare(client)
    return { process, client }
  }

  return {
    async getClient() {
      const starting = (running ??= start())
      try {
        return (await starting).client
      } catch (error) {
        // A process that could not be made ready is of no use; the next call starts another.
        if (running === starting) running = null
        throw error
      }
    },
    async findClient() {
      const found = await running?.catch(ignoreStop)
      return found?.client ?? null
    },
    isEnding: () => ending !== null,
    describeLastEnd: () => lastEnd,
    async end() {
      const process = current
      if (!process) return
      unwanted.add(process)
      process.kill()
      await process.exited
      // Its wire may close a moment later; whoever calls now must get another process.
      if (current === process) {
        current = null
        running = null
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      const process = current
      if (!process) return
      process.wire.close()
      const timer = setTimeout(() => process.kill(), STOP_TIMEOUT_MS)
      await process.exited
      clearTimeout(timer)
    },
  }
}

function createRestartingError(attempt: number): AppError<'inference.restarting'> {
  return new AppError(
    'inference.restarting',
    'The process that runs the model ended and is being started again. Try again in a moment.',
    {
      attempt,
    },
  )
}

function ignoreStop(): undefined {
  // The wait was called off because the program ends, or the start failed and its caller was told.
}
