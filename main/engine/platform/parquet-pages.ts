import { type AsyncBuffer, type ColumnMetaData, type FileMetaData, parquetSchema } from 'hyparquet'
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js'

/** Where a page of a column lies, as an offset index says it: its size is with its header. */
export interface PageLocation {
  offset: bigint
  compressed_page_size: number
  first_row_index: bigint
}

/** The pages of the flat columns of a row group, by their names. */
export type PagesOf = (group: number) => Promise<Record<string, PageLocation[]>>

/** Headers hold the smallest and the largest value of a page, which may be long. */
const headerBytes = 8 * 1024
const maxHeaderBytes = 4 * 1024 * 1024
/**
 * A page that claims to hold more is damaged, or means harm: a few bytes can stand for any number of equal values, and the library makes a list of
 * them, for which it needs minutes and gigabytes.
 */
const maxPageValues = 16 * 1024 * 1024
/** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift, `PageType` */
const dataPage = 0
const dataPageV2 = 3

/**
 * The pages of a column, found by reading the headers, one after the other. Few files have an index of them. Where they begin in rows is right
 * for a column whose rows hold one value each. Throws what the library throws for damaged headers.
 */
async function listPages(file: AsyncBuffer, column: ColumnMetaData): Promise<PageLocation[]> {
  const { dictionary_page_offset, data_page_offset, total_compressed_size } = column
  let offset = Number(dictionary_page_offset || data_page_offset)
  const end = offset + Number(total_compressed_size)
  const pages: PageLocation[] = []
  for (let row = 0; offset < end; ) {
    const { header, length } = await readHeader(file, offset, end)
    const size = length + Number(header.field_3)
    if (!(size > length) && header.field_3 !== 0) throw new Error('a page has no length')
    checkClaims(header)
    const values = header.field_1 === dataPage ? header.field_5?.field_1 : header.field_8?.field_3
    if (header.field_1 === dataPage || header.field_1 === dataPageV2) {
      pages.push({ offset: BigInt(offset), compressed_page_size: size, first_row_index: BigInt(row) })
      row += Number(values)
    }
    offset += size
  }
  return pages
}

function checkClaims(header: PageHeader): void {
  for (const page of [header.field_5, header.field_7, header.field_8]) {
    const values = Number(page?.field_1 ?? 0)
    if (!(values >= 0 && values <= maxPageValues)) throw new Error(`a page claims to hold ${values} values`)
  }
}

/** Fields by their numbers: 1 the type, 3 the size of what follows, 5 and 8 that of data pages, 7 that of a dictionary. */
type PageHeader = ReturnType<typeof deserializeTCompactProtocol>

async function readHeader(file: AsyncBuffer, offset: number, end: number): Promise<{ header: PageHeader; length: number }> {
  for (let size = headerBytes; ; size *= 16) {
    const view = new DataView(await file.slice(offset, Math.min(end, offset + size)))
    const reader = { view, offset: 0 }
    try {
      return { header: deserializeTCompactProtocol(reader), length: reader.offset }
    } catch (error) {
      // It may go on beyond what was read.
      if (size >= maxHeaderBytes || offset + size >= end) throw error
    }
  }
}

/**
 * Looks for the pages of a row group when they are first asked for, and so makes sure that the library can read them. Lists within rows have none:
 * only their own pages know where rows begin.
 */
export function rememberPages(file: AsyncBuffer, metadata: FileMetaData): PagesOf {
  const flat = new Set(
    parquetSchema(metadata)
      .children.filter(isFlat)
      .map(({ element }) => element.name),
  )
  let last: { group: number; pages: Promise<Record<string, PageLocation[]>> } | null = null
  const list = async (group: number) => {
    const pages: Record<string, PageLocation[]> = {}
    for (const { meta_data: column } of metadata.row_groups[group]?.columns ?? []) {
      const name = column?.path_in_schema.join('.') ?? ''
      const found = column ? await listPages(file, column) : []
      if (flat.has(name)) pages[name] = found
    }
    return pages
  }
  return (group) => {
    if (last?.group !== group) last = { group, pages: list(group) }
    return last.pages
  }
}

function isFlat({ children, element }: ReturnType<typeof parquetSchema>['children'][number]): boolean {
  return children.length === 0 && element.repetition_type !== 'REPEATED'
}

/** Where parts of a row group may begin: with pages of its largest column, so that no page of it is decompressed twice. */
export async function divideRowGroup(
  metadata: FileMetaData,
  group: number,
  { partBytes, pagesOf }: { partBytes: number; pagesOf: PagesOf },
): Promise<number[]> {
  const columns = (metadata.row_groups[group]?.columns ?? []).flatMap(({ meta_data }) => meta_data ?? [])
  const sizeOf = (column: ColumnMetaData) => Number(column.total_uncompressed_size)
  const sizeBytes = columns.reduce((sum, column) => sum + sizeOf(column), 0)
  const largest = columns.toSorted((one, other) => sizeOf(other) - sizeOf(one))[0]
  if (!largest || sizeBytes <= partBytes) return [0]
  const pages = (await pagesOf(group))[largest.path_in_schema.join('.')] ?? []
  const pageBytes = sizeBytes / Math.max(1, pages.length)
  const partPages = Math.max(1, Math.round(partBytes / pageBytes))
  const starts = pages.filter((_, index) => index % partPages === 0).map(({ first_row_index }) => Number(first_row_index))
  return starts.length === 0 ? [0] : starts
}

/** For the library: the pages of the row groups that some rows, but not all, are read of. Throws for those that it must not be given. */
export async function locatePages(
  { row_groups }: FileMetaData,
  { rowStart, rowEnd, pagesOf }: { rowStart: number; rowEnd: number; pagesOf: PagesOf },
): Promise<Record<number, Record<string, PageLocation[]>>> {
  const located: Record<number, Record<string, PageLocation[]>> = {}
  let firstRow = 0
  for (const [group, { num_rows }] of row_groups.entries()) {
    const endRow = firstRow + Number(num_rows)
    const isWhole = rowStart <= firstRow && rowEnd >= endRow
    if (firstRow < rowEnd && endRow > rowStart) {
      const pages = await pagesOf(group)
      if (!isWhole) located[group] = pages
    }
    firstRow = endRow
  }
  return located
}
