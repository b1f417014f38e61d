import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { SignalDefinition } from '../project/project.ts'
import { createSignalChunks } from '../signals/signal-chunks.ts'
import { ensureSignal } from '../signals/signal-store.ts'
import { statisticsSignals } from '../signals/statistics.ts'

/** A document that is ready to be stored. */
export interface NewDocument {
  path: string
  language: string
  sizeBytes: number
  /** 16 bytes. */
  hash: Uint8Array
  /** The text, zstd-compressed. */
  zstd: Uint8Array
  /** One value for each of `statisticsSignals`. */
  statistics: Float64Array
}

/** Adds documents to a project. */
export interface DocumentWriter {
  /** The source of this location, made at the first import from there. */
  ensureSource(location: string, name: string): number
  hasDocument(sourceId: number, path: string): boolean
  /** Stores documents with their text and statistics: all of them or, when it throws, none. */
  addDocuments(sourceId: number, documents: readonly NewDocument[]): void
}

const internalSignal = (name: string, description: string): SignalDefinition & { internal: true } => ({
  name,
  label: '',
  unit: '',
  description,
  producer: 'import',
  producerConfig: null,
  internal: true,
})

/** Names have a character that no other signal's name has. */
export const languageColumn = 'document:language'
export const sourceColumn = 'document:source'

export function createDocumentWriter(database: WritableDatabase): DocumentWriter {
  const chunks = createSignalChunks(database)
  const statements = prepareStatements(database)

  function addLanguages(documents: readonly NewDocument[]): Map<string, number> {
    const ids = new Map<string, number>()
    for (const { language } of documents) {
      if (ids.has(language)) continue
      statements.addLanguage.run(language)
      ids.set(language, statements.languageId.get(language) as number)
    }
    return ids
  }

  function addColumns(firstId: number, columns: readonly Float32Array[]): void {
    const language = internalSignal(languageColumn, 'Id of the language.')
    const source = internalSignal(sourceColumn, 'Id of the source.')
    for (const [index, definition] of [...statisticsSignals, language, source].entries()) {
      chunks.write(ensureSignal(database, definition), firstId, columns[index] as Float32Array)
    }
  }

  const addAll = database.transaction((sourceId: number, documents: readonly NewDocument[]) => {
    const firstId = statements.nextId.get() as number
    const languageIds = addLanguages(documents)
    const columns = Array.from({ length: statisticsSignals.length + 2 }, () => new Float32Array(documents.length))
    let sizeBytes = 0
    for (const [index, document] of documents.entries()) {
      const languageId = languageIds.get(document.language) as number
      const id = firstId + index
      const lineCount = document.statistics[1] as number
      statements.addDocument.run(id, sourceId, languageId, document.path, document.sizeBytes, lineCount, document.hash)
      statements.addText.run(id, document.zstd)
      for (const [column, value] of [...document.statistics, languageId, sourceId].entries()) {
        ;(columns[column] as Float32Array)[index] = value
      }
      sizeBytes += document.sizeBytes
    }
    addColumns(firstId, columns)
    statements.countSource.run(documents.length, sizeBytes, sourceId)
  })

  return {
    ensureSource(location, name) {
      statements.addSource.run(name, location, Date.now())
      return statements.sourceId.get(location) as number
    },
    hasDocument: (sourceId, path) => statements.hasDocument.get(path, sourceId) !== undefined,
    addDocuments(sourceId, documents) {
      if (documents.length > 0) addAll.immediate(sourceId, documents)
    },
  }
}

function prepareStatements(database: WritableDatabase) {
  return {
    addSource: database.prepare(
      'INSERT INTO source (name, location, created_at) VALUES (?, ?, ?) ON CONFLICT (location) DO NOTHING',
    ),
    sourceId: database.prepare<[string], number>('SELECT id FROM source WHERE location = ?').pluck(),
    countSource: database.prepare(
      'UPDATE source SET document_count = document_count + ?, size_bytes = size_bytes + ? WHERE id = ?',
    ),
    addLanguage: database.prepare('INSERT INTO language (name) VALUES (?) ON CONFLICT (name) DO NOTHING'),
    languageId: database.prepare<[string], number>('SELECT id FROM language WHERE name = ?').pluck(),
    hasDocument: database.prepare<[string, number], number>('SELECT 1 FROM document WHERE path = ? AND source_id = ?').pluck(),
    nextId: database.prepare<[], number>('SELECT coalesce(max(id) + 1, 0) FROM document').pluck(),
    addDocument: database.prepare(
      `INSERT INTO document (id, source_id, language_id, path, size_bytes, line_count, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    addText: database.prepare('INSERT INTO document_text (document_id, zstd) VALUES (?, ?)'),
  }
}
