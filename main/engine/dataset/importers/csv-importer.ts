import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { formatBytes, formatCount, formatPlural } from '#contracts/format-quantity'
import { toFileError } from '../../platform/file-error.ts'
import { findFileSize } from '../../platform/regular-file.ts'
import { toShownCell } from './cell-value.ts'
import { type CsvDialect, findCsvDialect, readRecords } from './csv-dialect.ts'
import { type CsvBlock, type CsvGap, CsvRecords } from './csv-records.ts'
import { type CsvPlace, findNextLine, openCsvSource, readCsvHead } from './csv-source.ts'
import { DecompressionError, describeReadAgain } from './decompress.ts'
import type { DecodeOptions, Importer, Portion, ReadOptions, RejectedRow } from './importer.ts'
import { locateFile } from './locate-file.ts'
import { findTextColumn, makeRow } from './make-row.ts'
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

const cursor: z.ZodType<CsvPlace> = z.object({ offset: z.number().int().min(0), line: z.number().int().min(0) })

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
    const { start, isWhole, warnings } = await readCsvHead(file)
    const dialect = findDialect(file, start)
    const records = readRecords(start, dialect.delimiter).slice(dialect.hasHeader ? 1 : 0)
    // The last may be cut.
    const first = (isWhole ? records : records.slice(0, -1)).slice(0, shownRows)
    return {
      location: { kind: 'csv', path: file, table: null },
      sizeBytes: await findFileSize(file),
      rowCount: null,
      columns: describeTableColumns(listColumns(dialect, first)),
      firstRows: first.map((record) => dialect.header.map((_, index) => toShownCell(record[index]))),
      warnings: dialect.hasHeader
        ? warnings
        : [...warnings, 'The first line holds values and no names, so the columns are numbered.'],
    }
  },

  measure: ({ file }) => findFileSize(file),

  async *read({ file }, options: ReadOptions): AsyncGenerator<Portion<Records>> {
    const dialect = findDialect(file, (await readCsvHead(file)).start)
    const maxRecordBytes = options.maxTextBytes * 2 + otherFieldsBytes
    const limits = { delimiter: dialect.delimiter.charCodeAt(0), maxRecordBytes }
    const source = await openCsvSource(file, options.signal)
    const portion = (found: CsvBlock | CsvGap) =>
      toPortion(file, found, { dialect, maxRecordBytes, done: source.done(found.end) })
    let place: CsvPlace | null = options.cursor === null ? { offset: 0, line: 0 } : cursor.parse(options.cursor)
    if (source.isCompressed && place.offset > 0) options.note?.(describeReadAgain(basename(file), place.offset))
    for (let unclosed = 0; place !== null; ) {
      const from: CsvPlace = place
      const records: CsvRecords = new CsvRecords(from, limits)
      try {
        for await (const chunk of source.readChunks(from.offset)) {
          if (chunk.length === 0) yield { data: null, cursor: from, done: source.done(from.offset) }
          for (const found of records.take(chunk)) yield portion(found)
        }
      } catch (error) {
        if (!(error instanceof DecompressionError)) throw toFileError(error, file, 'Reading the file')
        yield cutPortion(file, records.open, { reason: error.message, done: source.done(from.offset) })
        return
      }
      const { open: rest, position } = records
      if (rest.isQuoted && unclosed++ < maxUnclosed) {
        place = await findNextLine(source, rest)
        const next = place ?? { offset: position, line: rest.line + 1 }
        yield unclosedPortion(file, rest.line, { next, done: source.done(next.offset) })
      } else {
        for (const found of records.finish()) yield portion(found)
        place = null
      }
    }
  },

  *decode({ bytes, firstLine, dialect }, { location: { file }, mapping, maxTextBytes }: DecodeOptions<Location>) {
    const { header, hasHeader, delimiter } = dialect
    const textColumn = findTextColumn(mapping)
    for (const { fields, line: ordinal, reason: broken } of parseCsv(bytes, firstLine, delimiter)) {
      if (ordinal === 0 && hasHeader) continue
      const subject = () => `${file}, line ${formatCount(ordinal + 1)}`
      if (fields === null) yield { subject: subject(), reason: broken ?? '', outcome: 'failed' }
      else if (fields.length === header.length) {
        // An empty text is a text, as in every other format; of other columns nobody can tell it from a missing value.
        const values = Object.fromEntries(
          header.map((name, index) => [name, fields[index]?.length || name === textColumn ? fields[index] : null]),
        )
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

function toPortion(
  file: string,
  found: CsvBlock | CsvGap,
  { dialect, maxRecordBytes, done }: { dialect: CsvDialect; maxRecordBytes: number; done: number },
): Portion<Records> {
  const { end, endLine } = found
  const place = { cursor: { offset: end, line: endLine }, done }
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

function unclosedPortion(file: string, line: number, { next, done }: { next: CsvPlace; done: number }): Portion<Records> {
  const reason = 'A quote that opens in this line is never closed.'
  const rejected: RejectedRow = { subject: `${file}, line ${line + 1}`, reason, outcome: 'failed' }
  return { data: null, rejected: [rejected], cursor: next, done }
}

/** Of what cannot be decompressed the records that are whole count. */
function cutPortion(
  file: string,
  { offset, line }: CsvPlace,
  { reason, done }: { reason: string; done: number },
): Portion<Records> {
  const words = `The file cannot be read on from here: ${reason}. What came before is imported.`
  const rejected: RejectedRow = { subject: `${file}, line ${line + 1}`, reason: words, outcome: 'failed' }
  return { data: null, rejected: [rejected], cursor: { offset, line }, done }
}

/** All of it would be one record: the names of its columns. */
function hasOldLineEnds(start: Buffer): boolean {
  return start.includes(0x0d) && !start.includes(0x0a)
}

function findDialect(file: string, start: Buffer): CsvDialect {
  const reason = start.includes(0)
    ? 'it is not UTF-8 text'
    : start.length === 0
      ? 'it is empty'
      : hasOldLineEnds(start)
        ? 'its lines end with a carriage return alone, as on old Macs'
        : 'it has no records'
  const dialect = start.includes(0) || hasOldLineEnds(start) ? null : findCsvDialect(start)
  if (dialect) return dialect
  throw new AppError('import.unreadable', `${file} cannot be imported as CSV: ${reason}.`, { file, reason })
}
