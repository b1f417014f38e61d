import { createReadStream } from 'node:fs'
import { systemPath } from '../../platform/byte-path.ts'

/** A line without its end; null where it is longer than what is taken. */
export interface FileLine {
  /** The first is 1. */
  number: number
  text: string | null
}

const lineEnd = 0x0a

/** The lines of a file that are not blank, in memory that a long line does not grow. Fails with the system's own error. */
export async function* readLines(
  file: string,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): AsyncGenerator<FileLine, void, undefined> {
  let parts: Buffer[] = []
  let length = 0
  let number = 1

  function* endLine(): Generator<FileLine> {
    const text = length > maxBytes ? null : Buffer.concat(parts).toString('utf8').trim()
    if (text !== '') yield { number, text }
    parts = []
    length = 0
    number++
  }

  function take(bytes: Buffer): void {
    length += bytes.length
    if (length <= maxBytes) parts.push(bytes)
    else parts = []
  }

  for await (const chunk of createReadStream(systemPath(file), { signal }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      take(chunk.subarray(start, end))
      yield* endLine()
      start = end + 1
    }
    take(chunk.subarray(start))
  }
  yield* endLine()
}
