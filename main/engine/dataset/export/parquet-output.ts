import { isUtf8 } from 'node:buffer'
import type { ExportProperty } from '#contracts/exports'
import { createParquetEncoder, type ParquetColumn, type ParquetField } from '../../platform/parquet-writer.ts'
import { decodeText } from '../documents/text-encoding.ts'
import {
  type DocumentOutput,
  type ExportColumns,
  noRenamed,
  type OutgoingDocument,
  type OutgoingHit,
} from './outgoing-document.ts'
import type { OutputFile } from './output-file.ts'
import { toPortableJson } from './portable-json.ts'

/** A row group ends with the document that takes its texts over this size, so memory depends on no number of documents. */
const rowGroupBytes = 32 * 1024 * 1024
const rowGroupLength = 100_000

const hitFields: ParquetField[] = [
  { name: 'rule', type: 'int64', isRequired: true },
  { name: 'kind', type: 'string', isRequired: true },
  { name: 'reason', type: 'string', isRequired: true },
  { name: 'signal', type: 'string' },
  { name: 'bound', type: 'string' },
  { name: 'cut', type: 'double' },
  { name: 'value', type: 'double' },
  { name: 'duplicate_of', type: 'string' },
  { name: 'jaccard', type: 'double' },
]

/** Every kind of hit in the same columns; what a kind does not have is null. Its reason says all. */
function toHitRow(hit: OutgoingHit): Record<string, unknown> {
  const base = { rule: BigInt(hit.rule), kind: hit.kind, reason: hit.reason }
  if (hit.kind === 'duplicate') return { ...base, duplicate_of: hit.name, jaccard: hit.jaccard }
  if (hit.kind !== 'threshold' && hit.kind !== 'score') return base
  return { ...base, signal: hit.signal, bound: hit.bound, cut: hit.cut, value: hit.value }
}

interface PropertyColumn {
  field: ParquetField
  read(document: OutgoingDocument): unknown
}

/** The names are those of the JSON that is exported. Metadata differ from document to document, and so are JSON here too. */
const propertyColumns: Record<ExportProperty, PropertyColumn> = {
  path: { field: { name: 'path', type: 'string' }, read: ({ path }) => path },
  language: { field: { name: 'language', type: 'string', isRequired: true }, read: ({ language }) => language },
  licence: { field: { name: 'licence', type: 'string' }, read: ({ licence }) => licence },
  repo: { field: { name: 'repo', type: 'string' }, read: ({ repo }) => repo },
  source: { field: { name: 'source', type: 'string', isRequired: true }, read: ({ source }) => source },
  ordinal: { field: { name: 'ordinal', type: 'int64', isRequired: true }, read: ({ ordinal }) => BigInt(ordinal) },
  size: { field: { name: 'size', type: 'int64', isRequired: true }, read: ({ sizeBytes }) => BigInt(sizeBytes) },
  hash: { field: { name: 'hash', type: 'string', isRequired: true }, read: ({ hash }) => hash },
  hits: { field: { name: 'hits', type: 'list', fields: hitFields }, read: ({ hits }) => hits?.map(toHitRow) },
  metadata: { field: { name: 'metadata', type: 'string' }, read: ({ metadata }) => metadata && toPortableJson(metadata) },
}

/** A Parquet file with the columns of the JSON that is exported. A missing value is null; infinities stay what they are. */
export function createParquetOutput(options: {
  file: OutputFile
  name: string
  columns: ExportColumns
  createdBy: string
}): DocumentOutput {
  const { file, name, columns } = options
  const properties = columns.properties.map((property) => propertyColumns[property])
  const signalFields = columns.signals.map((signal): ParquetField => ({ name: signal, type: 'float' }))
  const hasSignals = signalFields.length > 0
  const encoder = createParquetEncoder(
    [
      { name: 'text', type: 'string', isRequired: true },
      ...properties.map(({ field }) => field),
      ...(hasSignals ? [{ name: 'signals', type: 'object', isRequired: true, fields: signalFields } as const] : []),
      { name: 'lossy', type: 'boolean', isRequired: true },
    ],
    options.createdBy,
  )
  let documents: OutgoingDocument[] = []
  let sizeBytes = 0

  function listColumns(): ParquetColumn[] {
    const isText = documents.map(({ bytes }) => isUtf8(bytes))
    return [
      {
        name: 'text',
        isLong: true,
        values: documents.map(({ bytes }, index) => (isText[index] ? bytes : Buffer.from(decodeText(bytes).text))),
      },
      ...properties.map(({ field, read }) => ({ name: field.name, values: documents.map(read) })),
      ...(hasSignals ? [{ name: 'signals', values: documents.map(({ signals }) => toObject(columns.signals, signals)) }] : []),
      { name: 'lossy', values: isText.map((is) => !is) },
    ]
  }

  async function writeRowGroup(): Promise<void> {
    const bytes = encoder.encodeRowGroup(listColumns())
    documents = []
    sizeBytes = 0
    await file.write(bytes)
  }

  return {
    async add(document) {
      documents.push(document)
      sizeBytes += document.bytes.length
      if (sizeBytes >= rowGroupBytes || documents.length >= rowGroupLength) await writeRowGroup()
    },
    async finish() {
      await writeRowGroup()
      await file.write(encoder.finish())
      return { files: [await file.finish(name)], renamed: noRenamed }
    },
    discard: () => file.discard(),
  }
}

function toObject(names: readonly string[], values: Float32Array): Record<string, number | null> {
  return Object.fromEntries(names.map((name, index) => [name, toNullable(values[index])]))
}

function toNullable(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
