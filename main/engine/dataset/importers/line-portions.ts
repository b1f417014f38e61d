import { setImmediate } from 'node:timers/promises'
import type { Portion, RejectedRow } from './importer.ts'

/** Whole lines of a file. `firstLine` counts from 0. */
export interface Lines {
  bytes: Uint8Array<ArrayBuffer>
  firstLine: number
}

/** Where reading goes on: the line that comes next and where it begins, in bytes of the decompressed content. */
export interface LineCursor {
  line: number
  offset: number
}

export interface LineLimits {
  /** A portion has about so many bytes and lines at most; a longer line is a portion of its own. */
  portionBytes: number
  portionLines: number
  /** A longer line is passed over as it is read, so that it takes no memory. */
  maxLineBytes: number
  /** How a line that is too long is told of. */
  describeLong(line: number, lengthBytes: number): RejectedRow
  /** Called as a line goes on beyond all measure; may throw to give up. */
  onLongLine(line: number, lengthBytes: number): void
}

const lineEnd = 0x0a

/** Splits content into portions of whole lines. A failure of the content comes after what was read before it. `done` tells how much of the file was read. */
export async function* splitLines(
  content: AsyncIterable<Buffer>,
  options: { from: LineCursor; done: () => number; limits: LineLimits },
): AsyncGenerator<Portion<Lines>, void, undefined> {
  const { from, done, limits } = options
  const gathered = gatherLines(from, limits)
  try {
    for await (const chunk of content) {
      for (const portion of gathered.add(chunk)) {
        yield { ...portion, done: done() }
        // A chunk may hold many portions, and the file may be in memory: other work gets its turn.
        await setImmediate()
      }
    }
  } catch (error) {
    // Of what cannot be read on, the lines that are whole count.
    for (const portion of gathered.endAtLine()) yield { ...portion, done: done() }
    throw error
  }
  for (const portion of gathered.end()) yield { ...portion, done: done() }
}

type LinePortion = Omit<Portion<Lines>, 'done' | 'cursor'> & { cursor: LineCursor }

/** Holds what was read since the last portion: whole lines, and the beginning of one. */
function gatherLines(from: LineCursor, limits: LineLimits) {
  let parts: Buffer[] = []
  /** Bytes of `parts`; of these, whole lines. */
  let heldBytes = 0
  let wholeBytes = 0
  let wholeLines = 0
  /** Bytes of a line that is passed over; 0 when there is none. */
  let longBytes = 0
  let cursor = from

  function takeLines(): LinePortion {
    const all = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    const bytes = new Uint8Array(wholeBytes)
    bytes.set(all.subarray(0, wholeBytes))
    const data = { bytes, firstLine: cursor.line }
    const rest = all.subarray(wholeBytes)
    parts = rest.length > 0 ? [rest] : []
    heldBytes = rest.length
    cursor = { line: cursor.line + wholeLines, offset: cursor.offset + wholeBytes }
    wholeBytes = 0
    wholeLines = 0
    return { data, transfer: [bytes.buffer], cursor }
  }

  function endLongLine(isWhole: boolean): LinePortion {
    const rejected = [limits.describeLong(cursor.line, longBytes)]
    cursor = { line: cursor.line + 1, offset: cursor.offset + longBytes + (isWhole ? 1 : 0) }
    longBytes = 0
    return { data: null, rejected, cursor }
  }

  function* addLine(line: Buffer): Generator<LinePortion> {
    parts.push(line)
    heldBytes += line.length
    wholeBytes = heldBytes
    wholeLines++
    if (wholeBytes >= limits.portionBytes || wholeLines >= limits.portionLines) yield takeLines()
  }

  /** The end of what was read so far: the beginning of a line. */
  function* addBeginning(bytes: Buffer): Generator<LinePortion> {
    if (longBytes > 0) longBytes += bytes.length
    else if (bytes.length > 0) {
      parts.push(bytes)
      heldBytes += bytes.length
      if (heldBytes - wholeBytes <= limits.maxLineBytes) return
      if (wholeLines > 0) yield takeLines()
      longBytes = heldBytes
      parts = []
      heldBytes = 0
    }
    if (longBytes > 0) limits.onLongLine(cursor.line, longBytes)
  }

  return {
    *add(chunk: Buffer): Generator<LinePortion> {
      let start = 0
      for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
        const line = chunk.subarray(start, end + 1)
        start = end + 1
        if (longBytes > 0) {
          longBytes += line.length - 1
          yield endLongLine(true)
        } else yield* addLine(line)
      }
      yield* addBeginning(chunk.subarray(start))
    },
    *endAtLine(): Generator<LinePortion> {
      if (wholeBytes > 0) yield takeLines()
    },
    *end(): Generator<LinePortion> {
      if (longBytes > 0) yield endLongLine(false)
      else if (heldBytes > wholeBytes) {
        wholeBytes = heldBytes
        wholeLines++
      }
      if (wholeBytes > 0) yield takeLines()
    },
  }
}
