import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet'
import { compressors as otherCompressors } from 'hyparquet-compressors'
import { systemPath } from './byte-path.ts'
import { divideRowGroup, locatePages, rememberPages } from './parquet-pages.ts'
import { readFlags, refuseIrregular } from './regular-file.ts'

/** Why a Parquet file, or a part of one, cannot be read; as a sentence. */
export class ParquetError extends Error {}

/** Rows that are stored together. */
export interface ParquetRowGroup {
  firstRow: number
  rowCount: number
}

/** A Parquet file that is open for reading. Reading blocks the thread. */
export interface ParquetFile {
  sizeBytes: number
  rowCount: number
  /** The top level of the schema. */
  columns: { name: string; type: string; isNested: boolean }[]
  rowGroups: ParquetRowGroup[]
  /**
   * Parts of a row group that can be read by themselves, of about as many bytes each, decompressed: the rows at which one ends and the next begins,
   * from its first row on. A part is never smaller than a page of the largest column.
   */
  divide(group: number, partBytes: number): Promise<number[]>
  /**
   * The rows from `firstRow` up to `endRow`, each with the named columns. Texts are bytes, as are binary values; the rest are JavaScript's own
   * values, bigint and `Date` among them. Of each column at most `maxBytes` are read, which is enough for the first of them. Throws a
   * `ParquetError` for what is damaged or cut off.
   */
  readRows(firstRow: number, endRow: number, columns: readonly string[], maxBytes?: number): Promise<Record<string, unknown>[]>
  [Symbol.dispose](): void
}

/** A page has a length of four bytes; what claims more than this is damaged, or means harm. */
const maxPageBytes = 1024 * 1024 * 1024
/** As many as the largest that Arrow writes. */
const maxGroupRows = 64 * 1024 * 1024

/** Opens a Parquet file. Fails with the system's error, and with a `ParquetError` for what is none. */
export async function openParquetFile(file: string): Promise<ParquetFile> {
  const descriptor = openSync(systemPath(file), readFlags)
  try {
    const stats = fstatSync(descriptor)
    refuseIrregular(stats, file)
    const buffer = toAsyncBuffer(descriptor, stats.size)
    const metadata = await explain(() => parquetMetadataAsync(buffer, { geoparquet: false }))
    return await explain(async () => describe(descriptor, buffer, metadata))
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function describe(descriptor: number, file: AsyncBuffer, metadata: FileMetaData): ParquetFile {
  const pagesOf = rememberPages(file, metadata)
  const rowGroups = listRowGroups(metadata)
  return {
    sizeBytes: file.byteLength,
    rowCount: rowGroups.reduce((sum, { rowCount }) => sum + rowCount, 0),
    columns: listColumns(metadata),
    rowGroups,
    divide: (group, partBytes) => explain(() => divideRowGroup(metadata, group, { partBytes, pagesOf })),
    readRows: (rowStart, rowEnd, columns, maxBytes = Number.POSITIVE_INFINITY) =>
      explain(async () => {
        let rows: Record<string, unknown>[] = []
        const pageLocationsByGroup = await locatePages(metadata, { rowStart, rowEnd, pagesOf })
        await parquetRead({
          file: { ...file, slice: (start, end = file.byteLength) => file.slice(start, Math.min(end, start + maxBytes)) },
          metadata,
          columns: [...columns],
          rowStart,
          rowEnd,
          rowFormat: 'object',
          // The types of the library leave out what it passes on to itself.
          ...{ pageLocationsByGroup },
          geoparquet: false,
          compressors,
          parsers: { stringFromBytes: (bytes) => bytes },
          onComplete: (read) => {
            rows = read
          },
        })
        return rows
      }),
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

function listColumns(metadata: FileMetaData): ParquetFile['columns'] {
  return parquetSchema(metadata).children.map(({ element, children }) => {
    const type = element.logical_type?.type ?? element.converted_type ?? element.type ?? 'group'
    // What the types of the library promise a damaged file may not hold.
    if (typeof element.name !== 'string' || typeof type !== 'string')
      throw new ParquetError('A column of it has no name or type.')
    return { name: element.name, type: type.toLowerCase(), isNested: children.length > 0 }
  })
}

function listRowGroups({ row_groups }: FileMetaData): ParquetRowGroup[] {
  let firstRow = 0
  return row_groups.map((group) => {
    const rowCount = Number(group.num_rows)
    if (!(rowCount >= 0 && rowCount <= maxGroupRows)) throw new ParquetError(`A row group claims to hold ${rowCount} rows.`)
    const described = { firstRow, rowCount }
    firstRow += described.rowCount
    return described
  })
}

/** The library throws errors of many kinds for damaged files; those of the system are not among them, nor are ours. */
async function explain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ParquetError || (error instanceof Error && 'syscall' in error)) throw error
    const message = error instanceof Error ? error.message : String(error)
    const words = message.replace(/^parquet (?:file )?/i, '').replace(/\.$/, '')
    throw new ParquetError(`It is damaged or cut off (${words}).`, { cause: error })
  }
}

function toAsyncBuffer(descriptor: number, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      if (start < 0 || end > byteLength || end < start) throw new ParquetError('It is cut off: a part of it lies beyond its end.')
      // Not from the pool of small buffers, of which the library would see all.
      const bytes = new Uint8Array(end - start)
      let length = 0
      while (length < bytes.length) {
        const count = readSync(descriptor, bytes, length, bytes.length - length, start + length)
        if (count === 0) throw new ParquetError('It was cut off while it was read.')
        length += count
      }
      return bytes.buffer
    },
  }
}

/** A page is written in one piece of its length, which is not put together from many. */
const limitOutput = (maxOutputLength: number) => ({ maxOutputLength, chunkSize: Math.max(64, maxOutputLength + 1) })

/** Node's own where it has them: they are many times faster, and never write more than the page says. */
const compressors: Compressors = Object.fromEntries(
  Object.entries({
    ...otherCompressors,
    ZSTD: (input: Uint8Array, outputLength: number) => zstdDecompressSync(input, limitOutput(outputLength)),
    GZIP: (input: Uint8Array, outputLength: number) => gunzipSync(input, limitOutput(outputLength)),
    BROTLI: (input: Uint8Array, outputLength: number) => brotliDecompressSync(input, limitOutput(outputLength)),
  }).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength > maxPageBytes) throw new ParquetError(`A page claims to hold ${outputLength} bytes.`)
      return outputLength === 0 ? new Uint8Array() : decompress(input, outputLength)
    },
  ]),
)
