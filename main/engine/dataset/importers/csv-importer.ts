import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import { toFileError } from '../../platform/file-error.ts'
import { openRegularFile } from '../../platform/regular-file.ts'
import { toShownCell } from './cell-value.ts'
import { type CsvDialect, findCsvDialect, readRecords } from './csv-dialect.ts'
import { type CsvBlock, type CsvGap, CsvRecords } from './csv-records.ts'
import type { DecodeOptions, Importer, Portion, ReadOptions, RejectedRow } from './importer.ts'
import { locateFile } from './locate-file.ts'
import { makeRow } from './make-row.ts'
import { parseCsv } from './parse-csv.ts'
import { describeTableColumns, type TableColumn } from './table-columns.ts'

const location = z.object({ file: z.string() })
type Location = z.infer<typeof location>

interface Records {
  bytes: Uint8Array
  /** Lines before them. */
  firstLine: number
  dialect: CsvDialect
}

const cursor = z.object({ offset: z.number().int().min(0), line: z.number().int().min(0) })
type Cursor = z.infer<typeof cursor>

const newline = 0x0a
const headBytes = 256 * 1024
const chunkBytes = 1024 * 1024
const shownRows = 20
/** Beside the text, which may double in length by its quotes, a record has other fields. */
const otherFieldsBytes = 1024 * 1024
/** Each means to read again from the line after it to the next, so a file full of them would take the square of its length. */
const maxUnclosed = 100

/** Rows of CSV and TSV files. A row's place is its line, so that broken records move none of the others. */
export const csvImporter: Importer<Location, Records> = {
  kind: 'csv',
  unit: 'bytes',
  location,

  async locate({ path }) {
    const file = await locateFile(path, 'Opening the file')
    return { location: { file }, name: basename(file), repo: null, commit: null, licence: null }
  },

  async inspect({ file }) {
    const { start, sizeBytes } = await readHead(file)
    const dialect = findDialect(file, start)
    const records = readRecords(start, dialect.delimiter).slice(dialect.hasHeader ? 1 : 0)
    // The last may be cut.
    const first = (sizeBytes > start.length ? records.slice(0, -1) : records).slice(0, shownRows)
    return {
      location: { kind: 'csv', path: file, table: null },
      sizeBytes,
      rowCount: null,
      columns: describeTableColumns(listColumns(dialect, first)),
      firstRows: first.map((record) => dialect.header.map((_, index) => toShownCell(record[index]))),
      warnings: dialect.hasHeader ? [] : ['The first line holds values and no names, so the columns are numbered.'],
    }
  },

  measure: async ({ file }) => (await readHead(file)).sizeBytes,

  async *read({ file }, options: ReadOptions): AsyncGenerator<Portion<Records>> {
    const dialect = findDialect(file, (await readHead(file)).start)
    const maxRecordBytes = options.maxTextBytes * 2 + otherFieldsBytes
    const limits = { delimiter: dialect.delimiter.charCodeAt(0), maxRecordBytes }
    await using handle = await open(file)
    let place: Cursor | null = options.cursor === null ? { offset: 0, line: 0 } : cursor.parse(options.cursor)
    for (let unclosed = 0; place !== null; ) {
      const records: CsvRecords = new CsvRecords(place, limits)
      for await (const chunk of readChunks(handle, place.offset, options.signal)) {
        for (const found of records.take(chunk)) yield toPortion(file, found, dialect, maxRecordBytes)
      }
      const { open: rest } = records
      if (rest.isQuoted && unclosed++ < maxUnclosed) {
        place = await findNextLine(handle, rest)
        yield unclosedPortion(file, rest.line, place ?? { offset: (await handle.stat()).size, line: rest.line + 1 })
      } else {
        for (const found of records.finish()) yield toPortion(file, found, dialect, maxRecordBytes)
        place = null
      }
    }
  },

  *decode({ bytes, firstLine, dialect }, { location: { file }, mapping, maxTextBytes }: DecodeOptions<Location>) {
    const { header, hasHeader, delimiter } = dialect
    for (const { fields, line: ordinal, reason: broken } of parseCsv(bytes, firstLine, delimiter)) {
      if (ordinal === 0 && hasHeader) continue
      const subject = () => `${file}, line ${formatCount(ordinal + 1)}`
      if (fields === null) yield { subject: subject(), reason: broken ?? '', outcome: 'failed' }
      else if (fields.length === header.length) {
        const values = Object.fromEntries(header.map((name, index) => [name, fields[index]?.length ? fields[index] : null]))
        yield makeRow(values, { ordinal, subject }, { mapping, maxTextBytes })
      } else {
        const reason = `It has ${formatPlural(fields.length, 'field')}, and the file ${formatPlural(header.length, 'column')}.`
        yield { subject: subject(), reason, outcome: 'failed' }
      }
    }
  },
}

function listColumns({ header }: CsvDialect, first: readonly Buffer[][]): TableColumn[] {
  return header.map((name, index) => ({
    name,
    type: 'text',
    canBeText: true,
    length: first.reduce((sum, record) => sum + (record[index]?.length ?? 0), 0),
  }))
}

function toPortion(file: string, found: CsvBlock | CsvGap, dialect: CsvDialect, maxRecordBytes: number): Portion<Records> {
  const { end, endLine } = found
  const place = { cursor: { offset: end, line: endLine }, done: end }
  if ('bytes' in found) {
    const { bytes, firstLine } = found
    return { data: { bytes, firstLine, dialect }, transfer: [bytes.buffer], ...place }
  }
  const reason = `The record is longer than ${formatBytes(maxRecordBytes)}.`
  const rejected: RejectedRow = { subject: `${file}, line ${found.line + 1}`, reason, outcome: 'skipped' }
  return {
    data: null,
    rejected: [{ ...rejected, summary: { one: 'row over the limit', many: 'rows over the limit' } }],
    ...place,
  }
}

function unclosedPortion(file: string, line: number, next: Cursor): Portion<Records> {
  const reason = 'A quote that opens in this line is never closed.'
  const rejected: RejectedRow = { subject: `${file}, line ${line + 1}`, reason, outcome: 'failed' }
  return { data: null, rejected: [rejected], cursor: next, done: next.offset }
}

function findDialect(file: string, start: Buffer): CsvDialect {
  const reason = start.includes(0) ? 'it is not UTF-8 text' : start.length === 0 ? 'it is empty' : 'it has no records'
  const dialect = start.includes(0) ? null : findCsvDialect(start)
  if (dialect) return dialect
  throw new AppError('import.unreadable', `${file} cannot be imported as CSV: ${reason}.`, { file, reason })
}

async function readHead(file: string): Promise<{ start: Buffer; sizeBytes: number }> {
  try {
    const { handle, stats } = await openRegularFile(file)
    await using _handle = handle
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(headBytes, stats.size)), 0)
    return { start: buffer.subarray(0, bytesRead), sizeBytes: stats.size }
  } catch (error) {
    throw toFileError(error, file, 'Reading the file')
  }
}

type Handle = Awaited<ReturnType<typeof open>>

async function* readChunks(handle: Handle, start: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(chunkBytes)
  for (let offset = start; ; ) {
    signal.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, offset)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    offset += bytesRead
  }
}

/** The line after the one at `place`, or null when that is the last. */
async function findNextLine(handle: Handle, place: Cursor): Promise<Cursor | null> {
  let offset = place.offset
  for await (const chunk of readChunks(handle, offset, new AbortController().signal)) {
    const found = chunk.indexOf(newline)
    if (found !== -1) return { offset: offset + found + 1, line: place.line + 1 }
    offset += chunk.length
  }
  return null
}
