import { parse } from 'csv-parse/sync'

/** How a file of separated values is written. */
export interface CsvDialect {
  delimiter: string
  /** The names of its columns; numbered where the first record holds values. */
  header: string[]
  /** Whether the first record is the names. */
  hasHeader: boolean
}

/** By how often they part values in the wild. */
const delimiters = [',', '\t', ';', '|']
const consideredRecords = 50
const maxNameLength = 200

/** Finds out from the beginning of a file, whose last record may be cut. Null when it has no records. */
export function findCsvDialect(start: Uint8Array): CsvDialect | null {
  const parsed = delimiters.map((delimiter) => ({ delimiter, records: readRecords(start, delimiter) }))
  const best = parsed.reduce((one, other) => (regularity(other.records) > regularity(one.records) ? other : one))
  const first = best.records[0]?.map(String)
  if (!first) return null
  const hasHeader = looksLikeNames(first)
  const header = hasHeader ? nameApart(first) : first.map((_, index) => `column ${index + 1}`)
  return { delimiter: best.delimiter, header, hasHeader }
}

/** The first records of a text, at most as many as are looked at. */
export function readRecords(start: Uint8Array, delimiter: string): Buffer[][] {
  return parse(Buffer.from(start.buffer, start.byteOffset, start.byteLength), {
    ...csvOptions(delimiter),
    to: consideredRecords,
    skip_records_with_error: true,
  }) as unknown as Buffer[][]
}

/** How all of a file is read: fields stay bytes, and how many a record has is told later. */
export function csvOptions(delimiter: string) {
  return {
    delimiter,
    bom: true as const,
    encoding: null,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\n', '\r\n'] as string[],
  }
}

/** How many records have as many fields as the first, more fields counting more; of one field each there is no sign of a delimiter. */
function regularity(records: readonly Buffer[][]): number {
  const width = records[0]?.length ?? 0
  if (width < 2) return records.length > 0 ? 0.5 : 0
  return (records.filter(({ length }) => length === width).length / records.length) * (1 + Math.min(width, 50) / 100) + 1
}

/** Short words, each another, and no numbers. */
function looksLikeNames(record: readonly string[]): boolean {
  const isName = (field: string) => field.trim() !== '' && field.length <= maxNameLength && !/\n|^[-+.\d\s]+$/.test(field)
  return record.every(isName) && new Set(record).size === record.length
}

function nameApart(names: readonly string[]): string[] {
  return names.map((name) => name.trim())
}
