import { setImmediate } from 'node:timers/promises'
import type { Portion, RejectedRow } from './importer.ts'

/** Whole lines of a file. `firstLine` counts from 0. */
export interface Lines {
  bytes: Uint8Array<ArrayBuffer>
  firstLine: number
  /** Whether they were the items of a list. */
  areItems?: boolean
}

/** Where reading goes on: the line that comes next and where it begins, in bytes of the decompressed content. */
export interface LineCursor {
  line: number
  offset: number
}

export interface LineLimits {
  /** A portion has about so many bytes, and lines that are not blank, at most; a longer line is a portion of its own. */
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
/** Windows puts it before a line end. */
const carriageReturn = 0x0d

/** Splits content into portions of whole lines; an empty chunk is one without lines. A failure of the content comes after what was read before it. `done` tells how much of the file was read. */
export async function* splitLines(
  content: AsyncIterable<Buffer>,
  options: { from: LineCursor; done: () => number; limits: LineLimits },
): AsyncGenerator<Portion<Lines>, void, undefined> {
  const { from, done, limits } = options
  const gathered = gatherLines(from, limits)
  try {
    for await (const chunk of content) {
      // What comes before is still being passed over, which whoever waits is told.
      if (chunk.length === 0) yield { data: null, cursor: from, done: done() }
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
  /** Bytes of `parts` and of the chunk that is looked at; of these, whole lines. */
  let heldBytes = 0
  let wholeBytes = 0
  let wholeLines = 0
  /** Whole lines that may be rows: a blank one costs so little that a portion may have any number of them. */
  let rows = 0
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
    rows = 0
    return { data, transfer: [bytes.buffer], cursor }
  }

  function endLongLine(isWhole: boolean): LinePortion {
    const rejected = [limits.describeLong(cursor.line, longBytes)]
    cursor = { line: cursor.line + 1, offset: cursor.offset + longBytes + (isWhole ? 1 : 0) }
    longBytes = 0
    return { data: null, rejected, cursor }
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
      /** What comes before it is in `parts`, or was handed on. */
      let taken = 0
      let start = 0
      for (let end = findLineEnd(chunk, 0); end !== -1; end = findLineEnd(chunk, start)) {
        const length = end + 1 - start
        start = end + 1
        if (longBytes > 0) {
          longBytes += length - 1
          taken = start
          yield endLongLine(true)
          continue
        }
        const isBlank = heldBytes === wholeBytes && (length === 1 || (length === 2 && chunk[end - 1] === carriageReturn))
        if (!isBlank) rows++
        heldBytes += length
        wholeBytes = heldBytes
        wholeLines++
        if (wholeBytes < limits.portionBytes && rows < limits.portionLines) continue
        parts.push(chunk.subarray(taken, start))
        taken = start
        yield takeLines()
      }
      if (start > taken) parts.push(chunk.subarray(taken, start))
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

/** Asking for the next one costs much more than looking at one byte, of which a file of blank lines has millions. */
function findLineEnd(chunk: Buffer, start: number): number {
  return chunk[start] === lineEnd ? start : chunk.indexOf(lineEnd, start)
}
