import { setImmediate } from 'node:timers/promises'
import type { DocumentId, DocumentRow } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { StoredDocument } from '../project/project.ts'
import { nameDocument } from './document-name.ts'
import { unpackText } from './unpack-text.ts'

/** A row of `document` in the words of the contract. */
export type DocumentRecord = Omit<DocumentRow, 'signals'>

/** Reads single documents. Each read is short; what goes over many documents is the reader thread's. */
export interface DocumentReader {
  findRecord(id: DocumentId): DocumentRecord | undefined
  readDocument(id: DocumentId): StoredDocument
  iterate(fromId: number, toId: number): AsyncGenerator<StoredDocument, void, undefined>
}

interface StoredRecord extends Omit<DocumentRecord, 'name'> {
  sourceName: string
}

interface CompressedDocument extends StoredRecord {
  hash: string
  metadata: string | null
  zstd: Uint8Array
}

/** Documents read before other work gets its turn. */
const batchLength = 16

const columns = `d.id, d.path, l.name AS language, c.expression AS licence, r.name AS repo,
  d.source_id AS sourceId, s.name AS sourceName, d.ordinal, d.size_bytes AS sizeBytes`
const joins = `JOIN language l ON l.id = d.language_id JOIN source s ON s.id = d.source_id
  LEFT JOIN licence c ON c.id = d.licence_id LEFT JOIN repo r ON r.id = d.repo_id`
const withText = `SELECT ${columns}, lower(hex(d.hash)) AS hash, d.metadata, t.zstd
  FROM document d ${joins} JOIN document_text t ON t.document_id = d.id`
/** A row of the table. */
export const recordSql = `SELECT ${columns} FROM document d ${joins} WHERE d.id = ?`

export function createDocumentReader(database: ReadableDatabase): DocumentReader {
  const record = database.prepare<[DocumentId], StoredRecord>(recordSql)
  const one = database.prepare<[DocumentId], CompressedDocument>(`${withText} WHERE d.id = ?`)
  const range = database.prepare<[number, number], CompressedDocument>(`${withText} WHERE d.id >= ? AND d.id < ? ORDER BY d.id`)

  return {
    findRecord(id) {
      const found = record.get(id)
      return found && withName(found)
    },
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

function withName<Stored extends StoredRecord>({ sourceName, ...record }: Stored) {
  return { ...record, name: nameDocument({ ...record, sourceName }) }
}

function unpack({ zstd, metadata, ...document }: CompressedDocument): StoredDocument {
  return {
    ...withName(document),
    metadata: metadata === null ? null : JSON.parse(metadata),
    bytes: unpackText(zstd, document.sizeBytes),
  }
}
