import { CsvError, parse } from 'csv-parse/sync'
import { csvOptions } from './csv-dialect.ts'
import { CsvRecords } from './csv-records.ts'

/** A record, or a reason for which it is none. */
export interface ParsedRecord {
  /** In which it begins. */
  line: number
  fields: Buffer[] | null
  reason: string | null
}

const newline = 0x0a
const carriageReturn = 0x0d

/** The records of some lines. Together they are parsed quickest; where one is broken, each is parsed by itself. */
export function parseCsv(bytes: Uint8Array, firstLine: number, delimiter: string): Iterable<ParsedRecord> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records = tryParse(buffer, delimiter)
  return typeof records === 'string' ? parseEach(buffer, firstLine, delimiter) : numberLines(buffer, firstLine, records)
}

interface ParsedFields {
  record: Buffer[]
  /** `bytes` up to its end. */
  info: { bytes: number }
}

function tryParse(buffer: Buffer, delimiter: string): ParsedFields[] | string {
  try {
    return parse(buffer, { ...csvOptions(delimiter), info: true }) as unknown as ParsedFields[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return reasons[error.code] ?? `It is no record (${error.code}).`
  }
}

/** The parser's own count of lines is off where a field holds some. */
function* numberLines(buffer: Buffer, firstLine: number, records: readonly ParsedFields[]): Generator<ParsedRecord> {
  let line = firstLine
  let at = 0
  const moveTo = (end: number) => {
    for (; at < end; at++) if (buffer[at] === newline) line++
  }
  for (const { record, info } of records) {
    while (buffer[at] === newline || buffer[at] === carriageReturn) moveTo(at + 1)
    yield { line, fields: record, reason: null }
    moveTo(info.bytes)
  }
}

function* parseEach(buffer: Buffer, firstLine: number, delimiter: string): Generator<ParsedRecord> {
  const limits = { delimiter: delimiter.charCodeAt(0), maxRecordBytes: Number.POSITIVE_INFINITY }
  const records = new CsvRecords({ offset: 0, line: firstLine }, limits)
  for (let start = 0; start < buffer.length; ) {
    const end = buffer.indexOf(newline, start)
    const line = buffer.subarray(start, end === -1 ? buffer.length : end + 1)
    start += line.length
    const found = [...records.take(line), ...(start === buffer.length ? records.finish() : [])]
    for (const block of found) if ('bytes' in block) yield* parseOne(Buffer.from(block.bytes), block.firstLine, delimiter)
  }
}

function* parseOne(buffer: Buffer, line: number, delimiter: string): Generator<ParsedRecord> {
  const parsed = tryParse(buffer, delimiter)
  if (typeof parsed === 'string') yield { line, fields: null, reason: parsed }
  else for (const { record } of parsed) yield { line, fields: record, reason: null }
}

const reasons: Record<string, string> = {
  INVALID_OPENING_QUOTE: 'A quote stands in a field that does not begin with one.',
  CSV_INVALID_CLOSING_QUOTE: 'What follows the closing quote of a field is no delimiter.',
  CSV_QUOTE_NOT_CLOSED: 'A quote is never closed.',
}
