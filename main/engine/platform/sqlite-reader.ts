import { Worker } from 'node:worker_threads'
import { AppError, type AppErrorCode, type AppErrorDetails, appErrorDetails } from '#contracts/errors'

/** Reads that may take long, in a thread of their own with a read-only connection. One query runs at a time, in the order of calls. */
export interface SqliteReader {
  /** All rows as objects. */
  rows<Row>(query: ReaderQuery): Promise<Row[]>
  /** The first column of all rows as numbers. */
  numbers(query: ReaderQuery): Promise<Float64Array>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ReaderQuery {
  /** What is read, in a few words: names the query in the log when it is slow. */
  name: string
  sql: string
  parameters?: readonly unknown[]
  /** Fails the call at once, and ends the query before its next row. */
  signal?: AbortSignal | undefined
}

export interface ReaderOptions {
  /** Called after every query that ran to its end, also with an error. */
  onDidRun?: (run: { name: string; tookMs: number }) => void
}

export interface ReaderWorkerData {
  file: string
}
export interface ReaderRequest {
  type: 'rows' | 'numbers'
  sql: string
  parameters: readonly unknown[]
}
/** `tookMs` is what the query took in its thread, without waiting for others. */
export type ReaderReply = { tookMs: number } & ReaderAnswer
export type ReaderAnswer =
  | { type: 'rows'; rows: unknown[] }
  | { type: 'numbers'; numbers: Float64Array }
  | { type: 'failed'; message: string; code: string | null; details: unknown }

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-reader-worker.ts' : './sqlite-reader-worker.js',
  import.meta.url,
)

/**
 * Starts a thread at the first query. A query cannot be interrupted from outside, so an aborted one ends its thread, which takes effect
 * between two rows: give queries a form that finds rows all along, and does not compute one row from all.
 */
export function createSqliteReader(file: string, { onDidRun }: ReaderOptions = {}): SqliteReader {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  const closing = new AbortController()
  const ending = new Set<Promise<unknown>>()

  function run(type: ReaderRequest['type'], query: ReaderQuery): Promise<ReaderReply> {
    const signal = query.signal ? AbortSignal.any([query.signal, closing.signal]) : closing.signal
    const result = last.then(() => {
      signal.throwIfAborted()
      worker ??= startWorker(file)
      return ask(worker, { type, sql: query.sql, parameters: query.parameters ?? [] }, signal)
    })
    last = result.catch(() => {
      // Aborted or broken: the thread may still be busy, so the next query gets a new one.
      if (worker) ending.add(worker.terminate())
      worker = null
    })
    return result.then((reply) => {
      onDidRun?.({ name: query.name, tookMs: reply.tookMs })
      return throwFailure(reply)
    })
  }

  return {
    async rows<Row>(query: ReaderQuery) {
      const reply = await run('rows', query)
      return (reply.type === 'rows' ? reply.rows : []) as Row[]
    },
    async numbers(query) {
      const reply = await run('numbers', query)
      return reply.type === 'numbers' ? reply.numbers : new Float64Array()
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new AppError('project.not-open', `${file} was closed before it was read.`, {}))
      await last
      await Promise.all([...ending, worker?.terminate()])
      worker = null
    },
  }
}

function startWorker(file: string): Worker {
  const data: ReaderWorkerData = { file }
  const worker = new Worker(workerUrl, { workerData: data, execArgv: [] })
  // An idle reader must not keep a program running that forgot to close it.
  worker.unref()
  return worker
}

function ask(worker: Worker, request: ReaderRequest, signal: AbortSignal): Promise<ReaderReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ReaderReply>()
  const onAbort = () => reject(signal.reason)
  const onExit = () => reject(new Error('The thread that reads the database ended.'))
  worker.ref()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', onExit)
  signal.addEventListener('abort', onAbort, { once: true })
  worker.postMessage(request)
  return promise.finally(() => {
    worker.unref()
    worker.off('message', resolve)
    worker.off('error', reject)
    worker.off('exit', onExit)
    signal.removeEventListener('abort', onAbort)
  })
}

function throwFailure(reply: ReaderReply): ReaderReply {
  if (reply.type !== 'failed') return reply
  const { code, message, details } = reply
  if (code !== null && code in appErrorDetails) {
    const known = code as AppErrorCode
    throw new AppError(known, message, details as AppErrorDetails<typeof known>)
  }
  throw new Error(message)
}
