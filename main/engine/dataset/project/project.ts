import type { DocumentId, DocumentRow, Project, Signal, Source } from '#contracts/dataset'
import type { LongWork } from '../../platform/long-work.ts'
import type { Observable } from '../../platform/observable.ts'
import type { WritableDatabase } from '../../platform/sqlite.ts'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import type { Repositories } from '../documents/repositories.ts'
import type { Licence } from '../licences/find-licence.ts'
import type { TextChecker } from '../search/text-checker.ts'
import type { SortedColumn } from '../signals/sorted-column.ts'

/**
 * The columns of a project at one moment. Ids are dense and documents are only ever added, so a snapshot stays valid while an import
 * goes on: every array it gives has exactly `documentCount` entries, indexed by document id.
 */
export interface ColumnSnapshot {
  readonly documentCount: number
  listSignals(): readonly Signal[]
  /**
   * One value per document, NaN where missing. Kept in memory; the caller does not write to it. The same array as long as neither documents
   * were added nor values of this signal stored, whatever happened to others. Fails with `signal.not-found`.
   */
  readColumn(name: string, signal?: AbortSignal): Promise<Float32Array>
  /** The documents by the value of a signal, the same object as long as the column is. Fails with `signal.not-found`. */
  sortColumn(name: string, signal?: AbortSignal): Promise<SortedColumn>
  /** The exact size of every document in bytes; the same array as long as no documents were added. */
  sizesBytes(signal?: AbortSignal): Promise<Float64Array>
  /** Per document the index of its language in `languages()`. */
  languageIds(signal?: AbortSignal): Promise<Float32Array>
  /** Per document the id of its source. */
  sourceIds(signal?: AbortSignal): Promise<Float32Array>
  /** Per document the index of its licence in `licences()`, 0 or NaN where it has none. */
  licenceIds(signal?: AbortSignal): Promise<Float32Array>
  /** Per document the id of its repository among `repositories`, 0 or NaN where it has none. */
  repoIds(signal?: AbortSignal): Promise<Float32Array>
  /** Names of languages; the index is what `languageIds` holds. */
  languages(): readonly string[]
  /** The index is what `licenceIds` holds. */
  licences(): readonly (Licence | undefined)[]
  readonly repositories: Repositories
  /** Rows in the order of `ids`, with the values of the signals `columns`. Ids without a document are left out. */
  rows(ids: ArrayLike<number>, columns: readonly string[], signal?: AbortSignal): Promise<DocumentRow[]>
}

/** A document on its way out of the project. */
export interface StoredDocument {
  id: DocumentId
  sourceId: number
  /** Its place in its source. */
  ordinal: number
  path: string | null
  /** What it is called where a person reads of it. */
  name: string
  language: string
  licence: string | null
  repo: string | null
  sizeBytes: number
  /** 128 bits of the content's hash as 32 hexadecimal digits. */
  hash: string
  /** What other columns of the source held. */
  metadata: Record<string, unknown> | null
  /** The bytes as they were imported; UTF-8 unless the file was not. */
  bytes: Buffer
}

export interface SignalDefinition {
  name: string
  label: string
  unit: string
  description: string
  producer: string
  /** What the values depend on beside the documents. Any JSON; only equality matters. */
  producerConfig: unknown
}

/** Writes values of one signal. Nothing is buffered: after `set` the values survive the end of the process. */
export interface SignalWriter {
  /** Stores values of the documents from `firstId` on; NaN means missing. Doing it twice changes nothing. */
  set(firstId: number, values: Float32Array): void
  /** Stores values of single documents, by ascending id; what lies between them stays. */
  setSome(ids: Uint32Array, values: Float32Array): void
  /** Makes the values visible at once; without it that happens within a second. */
  finish(): void
}

/** The open project. One connection writes; long reads go through `reader`. */
export interface OpenProject extends ColumnSnapshot {
  readonly folder: string
  /** What the interface shows of the project; set anew at every change of a revision. */
  readonly state: Observable<Project>
  readonly database: WritableDatabase
  readonly reader: SqliteReader
  /** Looks into the texts of documents. */
  readonly textChecker: TextChecker
  /**
   * Fails with `project.not-found` when the file was moved, deleted or replaced since it was opened. Whoever writes asks first: a file without a
   * name takes everything and keeps nothing.
   */
  assertInPlace(): void
  /** The columns as they are now. Take it once when several of its arrays must fit each other. */
  snapshot(): ColumnSnapshot
  /** Tells followers that the recipe decides otherwise than before. */
  markRecipeChanged(): void
  /** Tells followers that documents or values were stored: at once, or within a few seconds so that a stream of changes stays cheap. */
  markColumnsChanged(when: 'now' | 'soon'): void
  listSources(): Source[]
  /** One document with its text. Fails with `document.not-found`. */
  readDocument(documentId: DocumentId): StoredDocument
  /** Documents from `fromId` up to, not including, `toId`. Other work gets its turn in between. */
  iterateTexts(fromId: number, toId: number): AsyncGenerator<StoredDocument, void, undefined>
  /** Begins or continues a signal. Values that another configuration of the producer stored are forgotten first. */
  writeSignal(definition: SignalDefinition): SignalWriter
}

/** Long work on a project, as whoever runs it sees it. */
export interface ProjectWork<P> extends LongWork {
  readonly project: OpenProject
  readonly parameters: P
}
