import { promisify } from 'node:util'
import { zstdDecompress, zstdDecompressSync } from 'node:zlib'
import { AppError } from '#contracts/errors'
import type { Database } from '../platform/sqlite.ts'
import type { StoredDocument } from './project.ts'

/** A row of `document` in the words of the contract. */
export interface DocumentRecord {
  id: number
  path: string
  language: string
  sourceId: number
  sizeBytes: number
}

interface CompressedDocument extends DocumentRecord {
  hash: string
  zstd: Uint8Array
}

/** Reads single documents. Each read is short; what goes over many documents is the reader thread's. */
export interface DocumentReader {
  findRecord(id: number): DocumentRecord | undefined
  readText(id: number): Buffer
  readDocument(id: number): Promise<StoredDocument>
  iterate(fromId: number, toId: number): AsyncGenerator<StoredDocument, void, undefined>
}

const decompress = promisify(zstdDecompress)
/** Documents decompressed at a time: some megabytes at most sizes. */
const batchLength = 32

const columns = 'd.id, d.path, l.name AS language, d.source_id AS sourceId, d.size_bytes AS sizeBytes'
const withText = `SELECT ${columns}, lower(hex(d.hash)) AS hash, t.zstd
  FROM document d JOIN language l ON l.id = d.language_id JOIN document_text t ON t.document_id = d.id`

export function createDocumentReader(database: Database): DocumentReader {
  const record = database.prepare<[number], DocumentRecord>(
    `SELECT ${columns} FROM document d JOIN language l ON l.id = d.language_id WHERE d.id = ?`,
  )
  const text = database.prepare<[number], Uint8Array>('SELECT zstd FROM document_text WHERE document_id = ?').pluck()
  const one = database.prepare<[number], CompressedDocument>(`${withText} WHERE d.id = ?`)
  const range = database.prepare<[number, number], CompressedDocument>(`${withText} WHERE d.id >= ? AND d.id < ? ORDER BY d.id`)

  const loadBatch = (fromId: number, toId: number) =>
    Promise.all(range.all(fromId, Math.min(fromId + batchLength, toId)).map(unpack))

  return {
    findRecord: (id) => record.get(id),
    readText(id) {
      const zstd = text.get(id)
      if (!zstd) throw notFound(id)
      return zstdDecompressSync(zstd)
    },
    async readDocument(id) {
      const found = one.get(id)
      if (!found) throw notFound(id)
      return unpack(found)
    },
    async *iterate(fromId, toId) {
      let next = loadBatch(fromId, toId)
      try {
        for (let start = fromId; start < toId; start += batchLength) {
          const batch = await next
          next = loadBatch(start + batchLength, toId)
          yield* batch
        }
      } finally {
        // The batch that nobody will take: its failure would otherwise be nobody's.
        next.catch(() => undefined)
      }
    },
  }
}

async function unpack({ zstd, ...document }: CompressedDocument): Promise<StoredDocument> {
  return { ...document, bytes: await decompress(zstd) }
}

function notFound(documentId: number): AppError {
  return new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
}
