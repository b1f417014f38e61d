import { setImmediate } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import type { DocumentId } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { StoredDocument } from '../project/project.ts'

/** A row of `document` in the words of the contract. */
export interface DocumentRecord {
  id: DocumentId
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
  findRecord(id: DocumentId): DocumentRecord | undefined
  readDocument(id: DocumentId): StoredDocument
  iterate(fromId: number, toId: number): AsyncGenerator<StoredDocument, void, undefined>
}

/** Documents read before other work gets its turn. */
const batchLength = 16

const columns = 'd.id, d.path, l.name AS language, d.source_id AS sourceId, d.size_bytes AS sizeBytes'
const withText = `SELECT ${columns}, lower(hex(d.hash)) AS hash, t.zstd
  FROM document d JOIN language l ON l.id = d.language_id JOIN document_text t ON t.document_id = d.id`

export function createDocumentReader(database: ReadableDatabase): DocumentReader {
  const record = database.prepare<[DocumentId], DocumentRecord>(
    `SELECT ${columns} FROM document d JOIN language l ON l.id = d.language_id WHERE d.id = ?`,
  )
  const one = database.prepare<[DocumentId], CompressedDocument>(`${withText} WHERE d.id = ?`)
  const range = database.prepare<[number, number], CompressedDocument>(`${withText} WHERE d.id >= ? AND d.id < ? ORDER BY d.id`)

  return {
    findRecord: (id) => record.get(id),
    readDocument(id) {
      const found = one.get(id)
      if (!found) throw new AppError('document.not-found', `The project has no document ${id}.`, { documentId: id })
      return unpack(found)
    },
    async *iterate(fromId, toId) {
      for (let start = fromId; start < toId; start += batchLength) {
        for (const found of range.all(start, Math.min(start + batchLength, toId))) yield unpack(found)
        await setImmediate()
      }
    },
  }
}

/** Blocking: for texts of some kilobytes handing the work to another thread costs more than the work. */
function unpack({ zstd, ...document }: CompressedDocument): StoredDocument {
  return { ...document, bytes: zstdDecompressSync(zstd) }
}
