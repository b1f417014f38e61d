import { openReadOnlyDatabase, toSqliteFailure } from './sqlite.ts'
import type { ReaderRequests } from './sqlite-reader.ts'
import { serveThread, type ThreadWork } from './threads/serve-thread.ts'

serveThread<ReaderRequests, { file: string }>(({ file }) => {
  const database = openReadOnlyDatabase(file)
  database.pragma('cache_size = -65536')
  return {
    requests: {
      rows({ sql, parameters }, work) {
        return [...untilStopped(database.prepare<unknown[], unknown>(sql).iterate(...parameters), work)]
      },
      numbers({ sql, parameters }, work) {
        const values = database
          .prepare<unknown[], unknown>(sql)
          .pluck()
          .iterate(...parameters)
        const numbers = collectNumbers(untilStopped(values, work))
        work.transfer([numbers.buffer])
        return numbers
      },
    },
    close: () => void database.close(),
    explain: (error) => toSqliteFailure(error, file),
  }
})

/** Row by row: between two rows a query can be stopped, and within one call of SQLite it cannot. */
function* untilStopped<Row>(rows: Iterable<Row>, work: ThreadWork): Generator<Row> {
  for (const row of rows) {
    work.throwIfStopped()
    yield row
  }
}

function collectNumbers(values: Iterable<unknown>): Float64Array<ArrayBuffer> {
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
