import { parentPort, workerData } from 'node:worker_threads'
import { openReadOnlyDatabase, toSqliteFailure } from './sqlite.ts'
import type { ReaderAnswer, ReaderReply, ReaderRequest, ReaderWorkerData } from './sqlite-reader.ts'

const { file } = workerData as ReaderWorkerData
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')

const database = openReadOnlyDatabase(file)
database.pragma('cache_size = -65536')

port.on('message', (request: ReaderRequest) => {
  const startedMs = performance.now()
  const given = answer(request)
  const reply: ReaderReply = { ...given, tookMs: performance.now() - startedMs }
  port.postMessage(reply, reply.type === 'numbers' ? [reply.numbers.buffer as ArrayBuffer] : [])
})

function answer(request: ReaderRequest): ReaderAnswer {
  try {
    const statement = database.prepare<unknown[], unknown>(request.sql)
    // Row by row: between two rows the thread can be ended, and within one call of SQLite it cannot.
    if (request.type === 'rows') return { type: 'rows', rows: [...statement.iterate(...request.parameters)] }
    return { type: 'numbers', numbers: collectNumbers(statement.pluck().iterate(...request.parameters)) }
  } catch (error) {
    // The class and code of SQLite's errors do not survive the way to the other thread.
    const failure = toSqliteFailure(error, file)
    const { code, data } = failure as { code?: unknown; data?: unknown }
    const message = failure instanceof Error ? failure.message : String(failure)
    return { type: 'failed', message, code: typeof code === 'string' ? code : null, details: data ?? null }
  }
}

function collectNumbers(values: Iterable<unknown>): Float64Array {
  let numbers = new Float64Array(1024)
  let length = 0
  for (const value of values) {
    if (length === numbers.length) {
      const larger = new Float64Array(length * 2)
      larger.set(numbers)
      numbers = larger
    }
    numbers[length++] = Number(value)
  }
  return numbers.slice(0, length)
}
