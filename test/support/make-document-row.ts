import { type DocumentRow, documentId } from '#contracts/dataset'

/** A row of the table for tests that care for few of its fields. */
export function makeDocumentRow({
  path = 'a.ts',
  ...fields
}: Partial<Omit<DocumentRow, 'id' | 'name'>> & { id?: number }): DocumentRow {
  const { id = 0, ordinal = id } = fields
  const defaults = { language: 'TypeScript', licence: null, repo: null, sourceId: 1, sizeBytes: 0, signals: [] }
  return { ...defaults, ...fields, id: documentId.parse(id), name: path ?? `row ${ordinal + 1}`, path, ordinal }
}
