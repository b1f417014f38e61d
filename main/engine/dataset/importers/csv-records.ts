const quote = 0x22
const newline = 0x0a
const carriageReturn = 0x0d

/** Whole records of a file, one after the other. */
export interface CsvBlock {
  /** Not shared with anything else. */
  bytes: Uint8Array<ArrayBuffer>
  /** Lines before it, and up to its end. */
  firstLine: number
  endLine: number
  /** Bytes of the file up to its end. */
  end: number
}

/** A record that is not had, because it is too long. */
export interface CsvGap {
  line: number
  endLine: number
  end: number
}

/** Where a scan is within a record: at the beginning of a field, in a field, or in one with quotes. */
type State = 'start' | 'plain' | 'quoted'

/**
 * Finds where records end without looking at fields: a newline ends one unless it stands in quotes, which open at the beginning of a field alone.
 * Memory is bounded by a block and a record of `maxRecordBytes`. A longer one is passed over. Where a quote never ends, `open` says at the end of
 * the file where it began.
 */
export class CsvRecords {
  #state: State = 'start'
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #isPassingOver = false
  #line: number
  #recordLine: number
  #recordStart: number
  #position: number
  readonly #options: { delimiter: number; maxRecordBytes: number }

  constructor(place: { offset: number; line: number }, options: { delimiter: number; maxRecordBytes: number }) {
    this.#options = options
    this.#line = place.line
    this.#recordLine = place.line
    this.#recordStart = place.offset
    this.#position = place.offset
  }

  /** Where the record begins that is not complete yet. */
  get open(): { offset: number; line: number; isQuoted: boolean } {
    return { offset: this.#recordStart, line: this.#recordLine, isQuoted: this.#state === 'quoted' }
  }

  /** Bytes of the file up to the end of what was taken. */
  get position(): number {
    return this.#position
  }

  /** Takes the next bytes of the file and gives what they complete. */
  take(chunk: Uint8Array): (CsvBlock | CsvGap)[] {
    const firstLine = this.#pendingBytes > 0 || this.#isPassingOver ? this.#recordLine : this.#line
    const found: (CsvBlock | CsvGap)[] = []
    let blockStart = 0
    let recordEnd = 0
    let blockLine = firstLine
    for (let index = 0; index < chunk.length; ) {
      const end = this.#scan(chunk, index)
      index = end.index
      if (!end.isRecordEnd) break
      if (this.#isPassingOver) {
        found.push(this.#gap(this.#position + index))
        this.#isPassingOver = false
        blockStart = index
        blockLine = this.#line
      }
      recordEnd = index
      this.#recordStart = this.#position + index
      this.#recordLine = this.#line
    }
    if (recordEnd > blockStart)
      found.push(this.#block(chunk.subarray(blockStart, recordEnd), blockLine, this.#position + recordEnd))
    this.#position += chunk.length
    if (!this.#isPassingOver) this.#keep(chunk.subarray(Math.max(recordEnd, blockStart)))
    return found
  }

  /** What is left at the end of the file, whose last line need not end. */
  finish(): (CsvBlock | CsvGap)[] {
    if (this.#isPassingOver) return [this.#gap(this.#position)]
    if (this.#pendingBytes === 0) return []
    return [this.#block(new Uint8Array(), this.#recordLine, this.#position)]
  }

  #keep(rest: Uint8Array): void {
    // A copy: of a buffer `slice` gives a part, and what it is a part of is read into again.
    if (rest.length > 0) this.#pending.push(new Uint8Array(rest))
    this.#pendingBytes += rest.length
    if (this.#pendingBytes <= this.#options.maxRecordBytes) return
    this.#pending = []
    this.#pendingBytes = 0
    this.#isPassingOver = true
  }

  #block(last: Uint8Array, firstLine: number, end: number): CsvBlock {
    const bytes = new Uint8Array(this.#pendingBytes + last.length)
    let offset = 0
    for (const part of [...this.#pending, last]) {
      bytes.set(part, offset)
      offset += part.length
    }
    this.#pending = []
    this.#pendingBytes = 0
    return { bytes, firstLine, endLine: this.#recordLine, end }
  }

  #gap(end: number): CsvGap {
    return { line: this.#recordLine, endLine: this.#line, end }
  }

  /** Goes on to the end of a record, or of the chunk. */
  #scan(chunk: Uint8Array, start: number): { index: number; isRecordEnd: boolean } {
    const { delimiter } = this.#options
    let index = start
    while (index < chunk.length) {
      if (this.#state === 'quoted') {
        index = this.#skipQuoted(chunk, index)
        continue
      }
      const byte = chunk[index++]
      if (byte === newline) {
        this.#line++
        this.#state = 'start'
        return { index, isRecordEnd: true }
      }
      if (byte === delimiter) this.#state = 'start'
      else if (byte === quote && this.#state === 'start') this.#state = 'quoted'
      else if (byte !== carriageReturn) this.#state = 'plain'
    }
    return { index, isRecordEnd: false }
  }

  /** After a quote. Of a doubled one that is the first, and the second opens the field again. */
  #skipQuoted(chunk: Uint8Array, start: number): number {
    const found = chunk.indexOf(quote, start)
    const end = found === -1 ? chunk.length : found + 1
    // By hand: a search for the next newline goes far beyond a quote in a long line, and does so again for each quote.
    for (let at = start; at < end; at++) if (chunk[at] === newline) this.#line++
    if (found !== -1) this.#state = 'start'
    return end
  }
}
