import { constants, zstdCompressSync } from 'node:zlib'
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'

/** A column: of plain values, of objects with `fields`, or of lists of such objects. */
export type ParquetField = { name: string; isRequired?: boolean } & (
  | { type: 'string' | 'int64' | 'float' | 'double' | 'boolean' }
  | { type: 'object' | 'list'; fields: readonly ParquetField[] }
)

/** The values of one column in a row group. Strings may be given as their UTF-8 bytes. */
export interface ParquetColumn {
  name: string
  values: unknown[]
  /** Long texts that hardly ever repeat: neither a dictionary nor bounds are of use for them. */
  isLong?: boolean
}

/** A file in the making. What is to be written comes back from each call, so that whoever calls decides where it goes. */
export interface ParquetEncoder {
  encodeRowGroup(columns: readonly ParquetColumn[]): Uint8Array
  /** The end of the file. Call it once, last. */
  finish(): Uint8Array
}

const compressionLevel = 3

/** Encodes row groups compressed with zstd. Blocks its thread; holds one row group at a time. */
export function createParquetEncoder(fields: readonly ParquetField[], createdBy: string): ParquetEncoder {
  const bytes = new ByteWriter()
  const file = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: fields.length }, ...fields.flatMap(toSchema)],
    codec: 'ZSTD',
    compressors: { ZSTD: compress },
    createdBy,
  })
  const take = () => {
    const taken = bytes.getBytes().slice()
    bytes.index = 0
    return taken
  }
  return {
    encodeRowGroup(columns) {
      const rowCount = columns[0]?.values.length ?? 0
      if (rowCount === 0) return take()
      const columnData = columns.map(({ name, values, isLong }) => ({
        name,
        data: values,
        ...(isLong && { encoding: 'PLAIN' as const, statistics: false }),
      }))
      file.write({ columnData, rowGroupSize: rowCount })
      return take()
    },
    finish() {
      file.finish()
      return take()
    },
  }
}

function compress(input: Uint8Array): Uint8Array {
  return zstdCompressSync(input, {
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
    pledgedSrcSize: input.length,
  })
}

const plainTypes = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  int64: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
} as const

function toSchema(field: ParquetField): SchemaElement[] {
  const { name } = field
  const repetition_type = field.isRequired ? 'REQUIRED' : 'OPTIONAL'
  if (field.type !== 'object' && field.type !== 'list') return [{ name, repetition_type, ...plainTypes[field.type] }]
  const inner = field.fields.flatMap(toSchema)
  if (field.type === 'object') return [{ name, repetition_type, num_children: field.fields.length }, ...inner]
  return [
    { name, repetition_type, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', num_children: field.fields.length },
    ...inner,
  ]
}
