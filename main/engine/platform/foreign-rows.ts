import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '#contracts/errors'
import { type PackedFailure, unpackFailure } from './threads/packed-failure.ts'

export type ForeignRow = Record<string, unknown>

/** A query whose rows are read one after the other. */
export interface ForeignQuery {
  /** A database that is not ours. */
  file: string
  sql: string
  parameters: Record<string, unknown>
  /** Rows that are passed over first. */
  skip: number
}

export type RowsReply = { type: 'rows'; rows: ForeignRow[] } | { type: 'end' } | { type: 'failed'; failure: PackedFailure }

/** The rows of a query, as they are asked for. */
export interface ForeignRows extends AsyncDisposable {
  /** The next few, none while rows are still being passed over, or null at the end. Fails as `openForeignRows` tells. */
  next(signal: AbortSignal): Promise<ForeignRow[] | null>
}

/** From source the process is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const processFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './foreign-rows-process.ts' : './foreign-rows-process.js', import.meta.url),
)

/**
 * Begins to read a query of a database that is not ours, in a process of its own: a view may never give a row, and nothing but the end of its
 * process ends SQLite then. Fails with `import.unreadable` when no row came for `patienceMs`, and as `openForeignDatabase` does.
 */
export function openForeignRows(query: ForeignQuery, { name, patienceMs }: { name: string; patienceMs: number }): ForeignRows {
  const child = fork(processFile, [], {
    execArgv: [],
    serialization: 'advanced',
    // In Electron the program itself would be started otherwise.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let message: ForeignQuery | 'next' = query
  return {
    async next(signal) {
      const reply = await ask(child, message, { file: query.file, signal, patienceMs })
      message = 'next'
      if (reply === null) throw refuseSlow(query.file, name, patienceMs)
      if (reply.type === 'failed') throw unpackFailure(reply.failure)
      return reply.type === 'end' ? null : reply.rows
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Null when nothing came in time. */
async function ask(
  child: ChildProcess,
  message: ForeignQuery | 'next',
  { file, signal, patienceMs }: { file: string; signal: AbortSignal; patienceMs: number },
): Promise<RowsReply | null> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<RowsReply | null>()
  const onMessage = (reply: unknown) => resolve(reply as RowsReply)
  const onExit = () => reject(refuse(file, 'the process that read it crashed', 'The database may be damaged.'))
  const onAbort = () => reject(signal.reason)
  const patience = setTimeout(() => resolve(null), patienceMs)
  child.once('message', onMessage)
  child.once('exit', onExit)
  child.once('error', reject)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    child.send(message)
    return await promise
  } finally {
    clearTimeout(patience)
    child.off('message', onMessage)
    child.off('exit', onExit)
    child.off('error', reject)
    signal.removeEventListener('abort', onAbort)
  }
}

function refuseSlow(file: string, name: string, patienceMs: number): AppError<'import.unreadable'> {
  const reason = `"${name}" gave no row for ${Math.round(patienceMs / 1000)} seconds`
  return refuse(file, reason, 'Write its rows into a table, and import that.')
}

function refuse(file: string, reason: string, hint: string): AppError<'import.unreadable'> {
  return new AppError('import.unreadable', `${file} cannot be imported: ${reason}. ${hint}`, { file, reason })
}
