import { AppError } from '#contracts/errors'
import { type AskOptions, startThread, type Thread } from './threads/start-thread.ts'

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
  /** Takes a sentence for the log. */
  warn: (message: string) => void
}

interface Statement {
  sql: string
  parameters: readonly unknown[]
}
export interface ReaderRequests {
  rows(statement: Statement): unknown[]
  numbers(statement: Statement): Float64Array
}

type AskReader<Result> = (thread: Thread<ReaderRequests>, statement: Statement, options: AskOptions) => Promise<Result>

/**
 * Starts a thread at the first query. A query that is called off ends between two rows, and the next one does not wait for that: give queries
 * a form that finds rows all along, and does not compute one row from all.
 */
export function createSqliteReader(file: string, { onDidRun, warn }: ReaderOptions): SqliteReader {
  let thread: Thread<ReaderRequests> | null = null
  let last: Promise<unknown> = Promise.resolve()
  const closing = new AbortController()
  const ending = new Set<Promise<void>>()

  function run<Result>(query: ReaderQuery, ask: AskReader<Result>): Promise<Result> {
    const { name, sql, parameters = [] } = query
    const signal = query.signal ? AbortSignal.any([query.signal, closing.signal]) : closing.signal
    const result = last.then(() => {
      signal.throwIfAborted()
      thread ??= startThread({ file: 'sqlite-reader-worker', beside: import.meta.url, data: { file }, warn })
      return ask(thread, { sql, parameters }, { signal, onDidRun: ({ tookMs }) => onDidRun?.({ name, tookMs }) })
    })
    last = result.catch(() => {
      // Still busy, or broken: the next query gets a new thread.
      if (thread && (thread.waiting > 0 || thread.hasEnded)) retire(thread)
    })
    return result
  }

  function retire(left: Thread<ReaderRequests>): void {
    thread = null
    const ended = left[Symbol.asyncDispose]().finally(() => ending.delete(ended))
    ending.add(ended)
  }

  return {
    rows: <Row>(query: ReaderQuery) => run(query, (thread, ...request) => thread.ask('rows', ...request) as Promise<Row[]>),
    numbers: (query) => run(query, (thread, ...request) => thread.ask('numbers', ...request)),
    async [Symbol.asyncDispose]() {
      closing.abort(new AppError('project.not-open', `${file} was closed before it was read.`, {}))
      await last
      if (thread) retire(thread)
      await Promise.all(ending)
    },
  }
}
