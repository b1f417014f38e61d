import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { formatCount } from '#contracts/format-quantity'
import { toFileError } from '../../platform/file-error.ts'
import { openParquetFile, ParquetError, type ParquetFile, type ParquetRowGroup } from '../../platform/parquet.ts'
import { toShownCell } from './cell-value.ts'
import type { DecodeOptions, Importer, Portion, ReadOptions, RejectedRow } from './importer.ts'
import { locateFile } from './locate-file.ts'
import { makeRow } from './make-row.ts'
import { describeTableColumns, type TableColumn } from './table-columns.ts'

const location = z.object({ file: z.string() })
type Location = z.infer<typeof location>

/** Rows of one row group. */
interface Rows {
  group: number
  firstRow: number
  endRow: number
}

const cursor = z.object({ row: z.number().int().min(0) })

/** Of a row group that can be divided, a thread is given about this much at a time. */
const portionBytes = 8 * 1024 * 1024
const shownRows = 20
/** So much of each column is read for them: a row group may have gigabytes. */
const firstRowsBytes = 64 * 1024 * 1024
const textTypes = /^(?:string|utf8|byte_array|json|enum)$/

/** Rows of Parquet files, e.g. of The Stack. Memory is bounded by a row group, or by its pages where the file says where they are. */
export const parquetImporter: Importer<Location, Rows> = {
  kind: 'parquet',
  unit: 'rows',
  location,

  async locate({ path }) {
    const file = await locateFile(path, 'Opening the Parquet file')
    return { location: { file }, name: basename(file), repo: null, commit: null, licence: null }
  },

  async inspect({ file }) {
    using parquet = await open(file)
    const warnings: string[] = []
    const names = parquet.columns.map(({ name }) => name)
    const first = await readFirstRows(parquet, names).catch((error: unknown) => {
      if (!(error instanceof ParquetError)) throw error
      warnings.push(`The first rows cannot be read. ${error.message}`)
      return []
    })
    return {
      location: { kind: 'parquet', path: file, table: null },
      sizeBytes: parquet.sizeBytes,
      rowCount: parquet.rowCount,
      columns: describeTableColumns(listColumns(parquet, first)),
      firstRows: first.map((row) => names.map((name) => toShownCell(row[name]))),
      warnings,
    }
  },

  async measure({ file }) {
    using parquet = await open(file)
    return parquet.rowCount
  },

  async *read({ file }, options: ReadOptions): AsyncGenerator<Portion<Rows>> {
    const start = options.cursor === null ? 0 : cursor.parse(options.cursor).row
    using parquet = await open(file)
    for (const [group, rowGroup] of parquet.rowGroups.entries()) {
      if (rowGroup.firstRow + rowGroup.rowCount <= start) continue
      for (const [firstRow, endRow] of await divide(parquet, group)) {
        options.signal.throwIfAborted()
        if (endRow <= start) continue
        await setImmediate()
        yield { data: { group, firstRow: Math.max(firstRow, start), endRow }, cursor: { row: endRow }, done: endRow }
      }
    }
  },

  async *decode({ group, firstRow, endRow }, { location, mapping, maxTextBytes }: DecodeOptions<Location>) {
    const { file } = location
    const subject = (row: number) => `${file}, row ${formatCount(row + 1)}`
    try {
      using parquet = await open(file)
      const wanted = parquet.columns.map(({ name }) => name).filter((name) => mapping[name] !== 'ignored')
      const values = await parquet.readRows(firstRow, endRow, wanted)
      for (const [index, value] of values.entries()) {
        const ordinal = firstRow + index
        yield makeRow(value, { ordinal, subject: () => subject(ordinal) }, { mapping, maxTextBytes })
      }
    } catch (error) {
      const reason = describeFailure(error, group)
      if (reason === null) throw error
      for (let row = firstRow; row < endRow; row++)
        yield { subject: subject(row), reason, outcome: 'failed' } satisfies RejectedRow
    }
  },
}

function readFirstRows(parquet: ParquetFile, names: readonly string[]): Promise<Record<string, unknown>[]> {
  const count = Math.min(shownRows, parquet.rowGroups[0]?.rowCount ?? 0)
  return count === 0 ? Promise.resolve([]) : parquet.readRows(0, count, names, firstRowsBytes)
}

function listColumns(parquet: ParquetFile, first: readonly Record<string, unknown>[]): TableColumn[] {
  const lengthOf = (value: unknown) => (value instanceof Uint8Array ? value.length : 0)
  return parquet.columns.map(({ name, type, isNested }) => ({
    name,
    type,
    canBeText: !isNested && textTypes.test(type),
    length: first.reduce((sum, row) => sum + lengthOf(row[name]), 0),
  }))
}

async function open(file: string): Promise<ParquetFile> {
  try {
    return await openParquetFile(file)
  } catch (error) {
    if (!(error instanceof ParquetError)) throw toFileError(error, file, 'Opening the Parquet file')
    throw new AppError(
      'import.unreadable',
      `${file} cannot be imported: it is no Parquet file, or its end, which says what is in it, is missing. ${error.message}`,
      { file, reason: error.message },
      { cause: error },
    )
  }
}

/** Where one part of a row group ends the next begins; what cannot be divided is damaged, which is told of when it is decoded. */
async function divide(parquet: ParquetFile, group: number): Promise<[number, number][]> {
  const { firstRow, rowCount } = parquet.rowGroups[group] as ParquetRowGroup
  const starts = await parquet.divide(group, portionBytes).catch((error: unknown) => {
    if (error instanceof ParquetError) return [0]
    throw error
  })
  return starts.map((start, index) => [firstRow + start, firstRow + (starts[index + 1] ?? rowCount)])
}

/** The reason for which no row of a row group can be had; null for a bug. */
function describeFailure(error: unknown, group: number): string | null {
  if (error instanceof ParquetError) return `Row group ${group + 1} cannot be read. ${error.message}`
  return error instanceof AppError ? error.message : null
}
