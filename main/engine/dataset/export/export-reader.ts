import type { ReadableDatabase } from '../../platform/sqlite.ts'
import { unpackText } from '../documents/unpack-text.ts'
import type { OutgoingDocument } from './outgoing-document.ts'

/** What the project's file knows of a document. */
type StoredPart = Omit<OutgoingDocument, 'signals' | 'hits'>

interface StoredRow extends Omit<StoredPart, 'bytes'> {
  zstd: Uint8Array
}

/** Documents by their ids, in any order; undefined where there is none. Blocks its thread. */
export function createExportReader(database: ReadableDatabase): (id: number) => StoredPart | undefined {
  // SQLite plans a join anew for each value that is compared itself, which takes three times as long as the row.
  const statement = database.prepare<[number], StoredRow>(
    `SELECT d.id, d.path, l.name AS language, c.expression AS licence, r.name AS repo, d.source_id AS sourceId, s.name AS source,
            d.ordinal, d.size_bytes AS sizeBytes, lower(hex(d.hash)) AS hash, d.metadata, t.zstd
     FROM document d
     JOIN language l ON l.id = d.language_id
     JOIN source s ON s.id = d.source_id
     JOIN document_text t ON t.document_id = d.id
     LEFT JOIN licence c ON c.id = d.licence_id
     LEFT JOIN repo r ON r.id = d.repo_id
     WHERE d.id = (SELECT ?)`,
  )
  return (id) => {
    const row = statement.get(id)
    if (!row) return undefined
    const { zstd, ...document } = row
    return { ...document, bytes: unpackText(zstd, document.sizeBytes) }
  }
}
