import type { DocumentId } from '#contracts/dataset'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import { toDocumentId } from '../documents/document-id.ts'

/** A value of one document; null where it has none. */
export interface FieldValue {
  documentId: DocumentId
  field: 'note' | 'metadata'
  value: string | null
}

/** A change as it is stored: packed patches of labels by chunk, and values. */
export interface StoredChange {
  patches: readonly { chunkIndex: number; zstd: Uint8Array }[]
  values: readonly FieldValue[]
}

export interface HistoryPosition {
  previous: number
  current: number
  next: number | null
  undoTitle: string | null
  redoTitle: string | null
}

export interface LabelOrigin {
  id: number
  createdAt: number
  recipe: string
}

/** What is stored of a project's labels and of the history of edits. Each call is short, and those that write want a transaction around them. */
export interface ReviewStore {
  findOrigin(id: number): LabelOrigin | undefined
  nextOriginId(): number
  addOrigin(origin: LabelOrigin): void
  setChunk(chunkIndex: number, zstd: Uint8Array): void
  readNote(documentId: DocumentId): string
  /** Gives documents their values. @returns those that take it back. */
  swapValues(values: readonly FieldValue[]): FieldValue[]
  /** Documents that have one, ascending. */
  listNotedIds(): number[]
  /** Where the history stands: the edits before, at and after the place (0 and null where there is none), and what they are called. */
  readPosition(): HistoryPosition
  /** Forgets what undo had taken back, and puts an edit after the present one. */
  append(title: string, inverse: StoredChange): void
  readChange(editId: number): StoredChange
  /** How many values of documents the edit has, and whether it has nothing else. */
  countValues(editId: number): { values: number; isOfValues: boolean }
  /** Moves to another edit: `editId` is the one that was taken back or done again, `inverse` what turns that round. */
  move(to: { current: number; editId: number; inverse: StoredChange }): void
  readValue(key: string): string | null
  /** Null takes it away. */
  setValue(key: string, value: string | null): void
  /** As `append`, for an edit whose values follow in several transactions: undo knows it after `finish`. @returns its id. */
  begin(title: string): number
  finish(editId: number, title: string): void
  moveTo(current: number): void
  forgetEdit(editId: number): void
  /** Changes the metadata of documents and stores with the edit what they were. @returns how many changed. */
  changeMetadata(editId: number, ids: Uint32Array, change: (before: Record<string, unknown> | null) => string | null): number
  /**
   * Exchanges the metadata of the next documents after `afterId`, up to `lastId`, with what the edit has of them. @returns the last of them;
   * null when there are no more.
   */
  swapStoredMetadata(page: { editId: number; afterId: number; lastId: number; limit: number }): number | null
  findFirstDocument(editId: number): number | null
}

const currentKey = 'edit.current'

/** Keeps them in the project's database; the place in the history in `project_value`. */
export function createReviewStore(database: WritableDatabase): ReviewStore {
  const statements = prepareStatements(database)

  // 0 stands for the time before the first edit.
  const readCurrent = () => Number(statements.value.get(currentKey) ?? 0)

  function setChange(editId: number, { patches, values }: StoredChange): void {
    for (const { chunkIndex, zstd } of patches) statements.setPatch.run(editId, chunkIndex, zstd)
    for (const { documentId, field, value } of values) statements.setEditValue.run(editId, documentId, field, value)
  }

  function swapNote(documentId: DocumentId, note: string | null): string | null {
    const before = statements.note.get(documentId) ?? null
    if (note === null) statements.removeNote.run(documentId)
    else statements.setNote.run(documentId, note)
    return before
  }

  function swapMetadata(documentId: DocumentId, metadata: string | null): string | null {
    const before = statements.metadata.get(documentId) ?? null
    statements.setMetadata.run(metadata, documentId)
    return before
  }

  return {
    findOrigin: (id) => statements.origin.get(id),
    nextOriginId: () => Number(statements.nextOrigin.get()),
    addOrigin: ({ id, createdAt, recipe }) => void statements.addOrigin.run(id, createdAt, recipe),
    setChunk: (chunkIndex, zstd) => void statements.setChunk.run(chunkIndex, zstd),
    readNote: (documentId) => statements.note.get(documentId) ?? '',
    swapValues: (values) =>
      values.map((each) => {
        const swap = each.field === 'note' ? swapNote : swapMetadata
        return { ...each, value: swap(each.documentId, each.value) }
      }),
    listNotedIds: () => statements.notedIds.all(),
    readPosition() {
      const current = readCurrent()
      const next = statements.nextEdit.get(current)
      return {
        previous: statements.previousEdit.get(current) ?? 0,
        current,
        next: next?.id ?? null,
        undoTitle: statements.title.get(current) ?? null,
        redoTitle: next?.title ?? null,
      }
    },
    append(title, inverse) {
      const current = readCurrent()
      statements.forgetAfter.run(current)
      statements.addEdit.run(current + 1, Date.now(), title)
      setChange(current + 1, inverse)
      statements.setValue.run(currentKey, String(current + 1))
    },
    readChange: (editId) => ({ patches: statements.patches.all(editId), values: statements.editValues.all(editId) }),
    move({ current, editId, inverse }) {
      setChange(editId, inverse)
      statements.setValue.run(currentKey, String(current))
    },
    countValues: (editId) => ({
      values: statements.valueCount.get(editId) ?? 0,
      isOfValues: statements.patchCount.get(editId) === 0,
    }),
    readValue: (key) => statements.value.get(key) ?? null,
    setValue(key, value) {
      if (value === null) statements.removeValue.run(key)
      else statements.setValue.run(key, value)
    },
    begin(title) {
      const current = readCurrent()
      statements.forgetAfter.run(current)
      statements.addEdit.run(current + 1, Date.now(), title)
      return current + 1
    },
    finish(editId, title) {
      statements.setTitle.run(title, editId)
      statements.setValue.run(currentKey, String(editId))
    },
    moveTo: (current) => void statements.setValue.run(currentKey, String(current)),
    forgetEdit: (editId) => void statements.forgetEdit.run(editId),
    changeMetadata(editId, ids, change) {
      let changed = 0
      for (const id of ids) {
        const documentId = toDocumentId(id)
        const before = statements.metadata.get(documentId) ?? null
        const after = change(before === null ? null : JSON.parse(before))
        if (after === before) continue
        statements.setEditValue.run(editId, documentId, 'metadata', before)
        statements.setMetadata.run(after, documentId)
        changed++
      }
      return changed
    },
    swapStoredMetadata({ editId, afterId, lastId, limit }) {
      const rows = statements.metadataAfter.all(editId, afterId, lastId, limit)
      for (const { documentId, value } of rows) {
        statements.setEditValue.run(editId, documentId, 'metadata', swapMetadata(documentId, value))
      }
      return rows.at(-1)?.documentId ?? null
    },
    findFirstDocument: (editId) => statements.firstDocument.get(editId) ?? null,
  }
}

function prepareStatements(database: WritableDatabase) {
  return {
    origin: database.prepare<[number], LabelOrigin>('SELECT id, created_at AS createdAt, recipe FROM label_origin WHERE id = ?'),
    nextOrigin: database.prepare<[], number>('SELECT coalesce(max(id) + 1, 1) FROM label_origin').pluck(),
    addOrigin: database.prepare('INSERT INTO label_origin (id, created_at, recipe) VALUES (?, ?, ?)'),
    setChunk: database.prepare('INSERT OR REPLACE INTO label_chunk (chunk_index, zstd) VALUES (?, ?)'),
    note: database.prepare<[number], string>('SELECT note FROM label_note WHERE document_id = ?').pluck(),
    notedIds: database.prepare<[], number>('SELECT document_id FROM label_note ORDER BY document_id').pluck(),
    setNote: database.prepare('INSERT OR REPLACE INTO label_note (document_id, note) VALUES (?, ?)'),
    removeNote: database.prepare('DELETE FROM label_note WHERE document_id = ?'),
    metadata: database.prepare<[number], string | null>('SELECT metadata FROM document WHERE id = ?').pluck(),
    setMetadata: database.prepare('UPDATE document SET metadata = ? WHERE id = ?'),
    value: database.prepare<[string], string>('SELECT value FROM project_value WHERE key = ?').pluck(),
    setValue: database.prepare('INSERT OR REPLACE INTO project_value (key, value) VALUES (?, ?)'),
    title: database.prepare<[number], string>('SELECT title FROM edit WHERE id = ?').pluck(),
    nextEdit: database.prepare<[number], { id: number; title: string }>(
      'SELECT id, title FROM edit WHERE id > ? ORDER BY id LIMIT 1',
    ),
    previousEdit: database.prepare<[number], number>('SELECT max(id) FROM edit WHERE id < ?').pluck(),
    forgetAfter: database.prepare('DELETE FROM edit WHERE id > ?'),
    addEdit: database.prepare('INSERT INTO edit (id, created_at, title) VALUES (?, ?, ?)'),
    patches: database.prepare<[number], { chunkIndex: number; zstd: Uint8Array }>(
      'SELECT chunk_index AS chunkIndex, zstd FROM edit_label_chunk WHERE edit_id = ? ORDER BY chunk_index',
    ),
    setPatch: database.prepare('INSERT OR REPLACE INTO edit_label_chunk (edit_id, chunk_index, zstd) VALUES (?, ?, ?)'),
    editValues: database.prepare<[number], FieldValue>(
      'SELECT document_id AS documentId, field, value FROM edit_value WHERE edit_id = ? ORDER BY document_id',
    ),
    removeValue: database.prepare('DELETE FROM project_value WHERE key = ?'),
    setTitle: database.prepare('UPDATE edit SET title = ? WHERE id = ?'),
    forgetEdit: database.prepare('DELETE FROM edit WHERE id = ?'),
    valueCount: database.prepare<[number], number>('SELECT count(*) FROM edit_value WHERE edit_id = ?').pluck(),
    patchCount: database.prepare<[number], number>('SELECT count(*) FROM edit_label_chunk WHERE edit_id = ?').pluck(),
    firstDocument: database.prepare<[number], number | null>('SELECT min(document_id) FROM edit_value WHERE edit_id = ?').pluck(),
    metadataAfter: database.prepare<[number, number, number, number], FieldValue>(
      `SELECT document_id AS documentId, field, value FROM edit_value
       WHERE edit_id = ? AND document_id > ? AND document_id <= ? AND field = 'metadata' ORDER BY document_id LIMIT ?`,
    ),
    setEditValue: database.prepare('INSERT OR REPLACE INTO edit_value (edit_id, document_id, field, value) VALUES (?, ?, ?, ?)'),
  }
}
