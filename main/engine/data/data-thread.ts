import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { ContractRouterClient } from '@orpc/contract'
import type { AnyRouter } from '@orpc/server'
import type { dataThreadContract } from '#contracts/data-thread'
import { isAppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { type ReportBug, serve } from '#contracts/wire/serve'
import type { Log } from '../platform/log.ts'

/** What the thread is started with. */
export interface DataThreadData {
  userDataFolder: string
  programVersion: string
  /** The thread serves `dataThreadContract` on it. */
  servedPort: MessagePort
  /** `scoringContract` is served to the thread on it. */
  scoringPort: MessagePort
}

/** A line of the log, which this process writes. */
export interface DataThreadMessage {
  level: keyof Log
  message: string
  fields: Record<string, unknown>
}

type MessagePort = MessageChannel['port1']

/** The loop that projects live in, in a thread of its own. */
export interface DataThread extends AsyncDisposable {
  readonly client: ContractRouterClient<typeof dataThreadContract>
}

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './data-thread-worker.ts' : './data-thread-worker.js',
  import.meta.url,
)

/** What its threads may take to end, and some more. */
const patienceMs = 15_000

/**
 * Starts the thread. A fault in it that nobody expected ends the process, as one in any other loop does: its host starts it again.
 * Disposing stops jobs, closes the project and then ends the thread.
 */
export function startDataThread(options: {
  userDataFolder: string
  programVersion: string
  scoring: AnyRouter
  log: Log
  reportBug: ReportBug
}): DataThread {
  const { userDataFolder, programVersion, scoring, log, reportBug } = options
  const served = new MessageChannel()
  const scored = new MessageChannel()
  const workerData: DataThreadData = { userDataFolder, programVersion, servedPort: served.port2, scoringPort: scored.port2 }
  const worker = new Worker(workerUrl, { workerData, transferList: [served.port2, scored.port2], execArgv: [] })
  // Without a listener for it, an error of the thread is one of this process.
  worker.on('message', ({ level, message, fields }: DataThreadMessage) => log[level](message, fields))
  serve(scoring, createMessagePortWire(scored.port1), reportBug)
  const client = connect<typeof dataThreadContract>(createMessagePortWire(served.port1))
  return {
    client,
    async [Symbol.asyncDispose]() {
      try {
        await client.stop()
      } catch (error) {
        // It ended by itself: what its end means was told where it happened.
        if (!isAppError(error, 'connection.lost')) throw error
      } finally {
        served.port1.close()
        scored.port1.close()
        await waitForEnd(worker, log)
      }
    },
  }
}

/** With its ports closed nothing is left in the thread that would keep it. By force it may be ended in the midst of native code. */
async function waitForEnd(worker: Worker, log: Log): Promise<void> {
  if (worker.threadId < 0) return
  const patience = setTimeout(() => {
    log.warn('the data thread was ended by force', { patienceMs })
    void worker.terminate()
  }, patienceMs)
  await once(worker, 'exit')
  clearTimeout(patience)
}
