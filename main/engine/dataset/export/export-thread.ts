import { Worker } from 'node:worker_threads'
import type { Sample } from '#contracts/dataset'
import type { ExportFormat } from '#contracts/exports'
import type { ExportTally } from './export-tally.ts'
import type { ExportColumns, WrittenOutput } from './outgoing-document.ts'
import { type PackedFailure, unpackFailure } from './packed-failure.ts'

/** What the thread is started with. */
export interface ExportTask {
  /** `project.sqlite`. */
  database: string
  format: ExportFormat
  /** The unfinished file, or the folder, which is made. */
  partial: string
  /** What the file will be called. */
  name: string
  columns: ExportColumns
  createdBy: string
}

/** Documents to write, in this order. */
export interface ExportBatch {
  ids: Uint32Array
  /** For each document the values of the signals, one after the other. */
  signals: Float32Array
  /** For each document; null where it is kept. */
  hits: (Sample['hits'] | null)[]
}

export type ExportCall = { type: 'write'; batch: ExportBatch } | { type: 'finish' } | { type: 'stop' }
export type ExportReply =
  | { type: 'written' }
  | { type: 'finished'; output: WrittenOutput; tally: ExportTally }
  | { type: 'failed'; failure: PackedFailure }

/** The thread that reads, encodes, compresses and writes. One call at a time. */
export interface ExportThread extends AsyncDisposable {
  write(batch: ExportBatch): Promise<void>
  finish(): Promise<Omit<Extract<ExportReply, { type: 'finished' }>, 'type'>>
}

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './export-worker.ts' : './export-worker.js', import.meta.url)

/** A thread that is asked to end does so after the document, or the row group, that it is at. Ended by force, native code may be in the midst of something. */
const patienceMs = 10_000

/** Calls fail with the reason of the signal as soon as it aborts. What was written stays. */
export function startExportThread(task: ExportTask, signal: AbortSignal): ExportThread {
  const worker = new Worker(workerUrl, { workerData: task, execArgv: [] })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  // Whoever asks is told of it; without a listener it would end the process.
  worker.on('error', () => undefined)

  function ask(call: ExportCall, transfer: ArrayBuffer[]): Promise<ExportReply> {
    const { promise, resolve, reject } = Promise.withResolvers<ExportReply>()
    const onAbort = () => reject(signal.reason)
    const onExit = () => reject(new Error('The thread that exports ended.'))
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    else worker.postMessage(call, transfer)
    return promise.finally(() => {
      worker.off('message', resolve)
      worker.off('error', reject)
      worker.off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
    })
  }

  return {
    async write(batch) {
      const reply = await ask({ type: 'write', batch }, [batch.ids.buffer as ArrayBuffer, batch.signals.buffer as ArrayBuffer])
      if (reply.type === 'failed') throw unpackFailure(reply.failure)
    },
    async finish() {
      const reply = await ask({ type: 'finish' }, [])
      if (reply.type === 'failed') throw unpackFailure(reply.failure)
      if (reply.type !== 'finished') throw new Error(`The thread that exports answered "${reply.type}".`)
      return reply
    },
    async [Symbol.asyncDispose]() {
      worker.postMessage({ type: 'stop' } satisfies ExportCall)
      const patience = setTimeout(() => void worker.terminate(), patienceMs)
      await exited
      clearTimeout(patience)
    },
  }
}
