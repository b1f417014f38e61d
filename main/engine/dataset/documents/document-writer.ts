import type { SourceKind } from '#contracts/imports'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { Licence } from '../licences/find-licence.ts'
import { createDictionary } from './dictionary.ts'
import { createDocumentColumns, type DocumentPlace } from './document-columns.ts'

/** A document that is ready to be stored. */
export interface NewDocument {
  /** Null where the source has no lasting order: it then comes after all that the source has. */
  ordinal: number | null
  path: string | null
  language: string
  licence: Licence | null
  repo: string | null
  stars: number | null
  /** A JSON object. */
  metadata: string | null
  sizeBytes: number
  /** 16 bytes. */
  hash: Uint8Array
  /** The text, zstd-compressed. */
  zstd: Uint8Array
  /** One value for each of `statisticsSignals`. */
  statistics: Float64Array
}

/** A source as it is stored; `location` is any JSON that its importer reads again. */
export interface NewSource {
  kind: SourceKind
  location: unknown
  name: string
  repo: string | null
  commit: string | null
  licence: string | null
}

/** Adds documents to a project. */
export interface DocumentWriter {
  /** The source of this kind and location, made at the first import from there; what is known of it is brought up to date. */
  ensureSource(source: NewSource): number
  hasDocument(sourceId: number, path: string): boolean
  /**
   * Stores documents with their text and statistics: all of them or, when it throws, none. Those whose ordinal the source has already
   * are left out.
   *
   * @returns how many were added, and their sizes in bytes together.
   */
  addDocuments(sourceId: number, documents: readonly NewDocument[]): AddedDocuments
}

export interface AddedDocuments {
  documents: number
  sizeBytes: number
}

export function createDocumentWriter(database: WritableDatabase): DocumentWriter {
  const statements = prepareStatements(database)
  const columns = createDocumentColumns(database)
  const languages = createDictionary(database, 'language', ['name'])
  const licences = createDictionary(database, 'licence', ['expression', 'class'])
  const repos = createDictionary(database, 'repo', ['name'])

  /** Stores one document and says what its columns hold. */
  function addOne(place: { id: number; sourceId: number; ordinal: number }, document: NewDocument): DocumentPlace {
    const { path, sizeBytes, hash, metadata, licence, repo, statistics, stars } = document
    const languageId = languages.idOf(document.language)
    const licenceId = licence && licences.idOf(licence.expression, [licence.licenceClass])
    const repoId = repo === null ? null : repos.idOf(repo)
    const lineCount = statistics[1] as number
    statements.addDocument.run(
      ...[place.id, place.sourceId, place.ordinal, path, languageId, licenceId, repoId, sizeBytes, lineCount, hash, metadata],
    )
    statements.addText.run(place.id, document.zstd)
    return { sourceId: place.sourceId, languageId, licenceId, repoId, stars, statistics }
  }

  const addAll = database.transaction((sourceId: number, documents: readonly NewDocument[]): AddedDocuments => {
    const firstId = statements.nextId.get() as number
    let nextOrdinal = statements.nextOrdinal.get(sourceId) as number
    let sizeBytes = 0
    const places: DocumentPlace[] = []
    for (const document of documents) {
      const ordinal = document.ordinal ?? nextOrdinal
      // A source is mostly read in order, so few have to be looked up.
      if (ordinal < nextOrdinal && statements.hasOrdinal.get(sourceId, ordinal) !== undefined) continue
      nextOrdinal = Math.max(nextOrdinal, ordinal + 1)
      places.push(addOne({ id: firstId + places.length, sourceId, ordinal }, document))
      sizeBytes += document.sizeBytes
    }
    columns.write(firstId, places)
    statements.countSource.run(places.length, sizeBytes, sourceId)
    return { documents: places.length, sizeBytes }
  })

  return {
    ensureSource({ kind, location, name, repo, commit, licence }) {
      const text = JSON.stringify(location)
      statements.addSource.run(kind, name, text, repo, commit, licence, Date.now())
      return statements.sourceId.get(text, kind) as number
    },
    hasDocument: (sourceId, path) => statements.hasDocument.get(path, sourceId) !== undefined,
    addDocuments(sourceId, documents) {
      if (documents.length === 0) return { documents: 0, sizeBytes: 0 }
      try {
        return addAll.immediate(sourceId, documents)
      } catch (error) {
        for (const dictionary of [languages, licences, repos]) dictionary.forget()
        throw error
      }
    },
  }
}

function prepareStatements(database: WritableDatabase) {
  return {
    addSource: database.prepare(
      `INSERT INTO source (kind, name, location, repo, git_commit, licence, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (location, kind) DO UPDATE SET repo = excluded.repo, git_commit = excluded.git_commit, licence = excluded.licence`,
    ),
    sourceId: database.prepare<[string, string], number>('SELECT id FROM source WHERE location = ? AND kind = ?').pluck(),
    countSource: database.prepare(
      'UPDATE source SET document_count = document_count + ?, size_bytes = size_bytes + ? WHERE id = ?',
    ),
    hasDocument: database.prepare<[string, number], number>('SELECT 1 FROM document WHERE path = ? AND source_id = ?').pluck(),
    hasOrdinal: database.prepare<[number, number], number>('SELECT 1 FROM document WHERE source_id = ? AND ordinal = ?').pluck(),
    nextId: database.prepare<[], number>('SELECT coalesce(max(id) + 1, 0) FROM document').pluck(),
    nextOrdinal: database
      .prepare<[number], number>('SELECT coalesce(max(ordinal) + 1, 0) FROM document WHERE source_id = ?')
      .pluck(),
    addDocument: database.prepare(
      `INSERT INTO document (id, source_id, ordinal, path, language_id, licence_id, repo_id, size_bytes, line_count, hash, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addText: database.prepare('INSERT INTO document_text (document_id, zstd) VALUES (?, ?)'),
  }
}
