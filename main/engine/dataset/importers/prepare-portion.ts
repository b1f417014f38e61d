import { hash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import type { ColumnMapping, SourceKind } from '#contracts/imports'
import { findLanguage } from '../../languages/find-language.ts'
import { nameLanguage } from '../../languages/name-language.ts'
import { measureTexts } from '../../platform/native.ts'
import { findLicence } from '../licences/find-licence.ts'
import type { Row } from './importer.ts'
import { getImporter } from './importers.ts'
import { type ComputedDocument, type PackedDocuments, packDocuments } from './portion-packer.ts'
import { addRejection, type Rejections } from './rejections.ts'

/** A portion, and what its rows are read by. */
export interface PortionRequest {
  kind: SourceKind
  location: unknown
  data: unknown
  mapping: ColumnMapping
  maxTextBytes: number
  /** Of the whole source: a row's own words win. */
  source: { repo: string | null; licence: string | null }
}

/** What became of the rows of a portion. */
export interface PreparedPortion {
  documents: PackedDocuments
  rejections: Rejections
}

/** Texts are measured in parts of about this size, which bounds the memory that a portion takes. */
const measuredBytes = 4 * 1024 * 1024
const compressionLevel = 1

/**
 * Decodes, measures, hashes and compresses the rows of a portion. Blocks its thread, so it runs in one of its own. `onWillAdd` is called
 * before each row and may throw.
 */
export async function preparePortion(request: PortionRequest, onWillAdd: () => void = () => undefined): Promise<PreparedPortion> {
  const documents: ComputedDocument[] = []
  const statistics: Float64Array[] = []
  const rejections: Rejections = { groups: [], listed: [] }
  let texts: Uint8Array[] = []
  let sizeBytes = 0
  const measure = async () => {
    if (texts.length > 0) statistics.push(await measureTexts(texts))
    texts = []
    sizeBytes = 0
  }
  for await (const row of getImporter(request.kind).decode(request.data, request)) {
    onWillAdd()
    if ('outcome' in row) {
      addRejection(rejections, row)
      continue
    }
    documents.push(compute(row, request))
    texts.push(row.text)
    sizeBytes += row.text.length
    if (sizeBytes >= measuredBytes) await measure()
  }
  await measure()
  return { documents: packDocuments(documents, statistics), rejections }
}

function compute(row: Row, { source }: PortionRequest): ComputedDocument {
  const { ordinal, path, text, stars, metadata, repositoryLicence } = row
  const words = {
    ...{ ordinal, path, stars, sizeBytes: text.length },
    language: (row.language === null ? null : nameLanguage(row.language)) ?? findLanguage(path, text),
    licence: findLicence({ words: row.licence, text, repository: repositoryLicence ?? source.licence }),
    repo: row.repo ?? source.repo,
    metadata: metadata === null ? null : JSON.stringify(metadata),
  }
  return { words, hash: hash('sha256', text, 'buffer').subarray(0, 16), zstd: compress(text) }
}

/** With its size known beforehand, a small text is compressed with small tables, which saves most of the time. */
function compress(bytes: Uint8Array): Uint8Array {
  const compressed = zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
    pledgedSrcSize: bytes.length,
    // Room for most results, so that few are put together from pieces.
    chunkSize: Math.max(64, (bytes.length >> 1) + 256),
  })
  // A copy, which does not keep all of that room for as long as the portion is there.
  return new Uint8Array(compressed)
}
