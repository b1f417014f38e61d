import type { DocumentRow, Signal } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { languageColumn, licenceColumn, repoColumn, sourceColumn } from '../documents/document-columns.ts'
import { toDocumentId } from '../documents/document-id.ts'
import type { DocumentReader } from '../documents/document-reader.ts'
import type { Repositories } from '../documents/repositories.ts'
import type { Licence } from '../licences/find-licence.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import type { ColumnCache } from './column-cache.ts'
import type { StoredSignal } from './signal-store.ts'

/** From here on a Float32 does not hold every integer. */
const exactLimit = 2 ** 24

/** By the column of rounded sizes, so that snapshots of the same documents have the same array. */
const exactSizes = new WeakMap<Float32Array, Float64Array>()

export function createColumnSnapshot(options: {
  documentCount: number
  signals: readonly StoredSignal[]
  languages: readonly string[]
  licences: readonly (Licence | undefined)[]
  repositories: Repositories
  columns: ColumnCache
  documents: DocumentReader
  reader: SqliteReader
}): ColumnSnapshot {
  const { documentCount, signals, languages, licences, repositories, columns, documents, reader } = options
  const byName = new Map(signals.map((signal) => [signal.name, signal]))
  const visible = signals.filter((signal) => !signal.internal).map((signal) => toSignal(signal, documentCount))
  const visibleNames = new Set(visible.map(({ name }) => name))

  const readInternal = (name: string, aborting?: AbortSignal): Promise<Float32Array> => {
    const signal = byName.get(name)
    // Internal columns come with the first document.
    return signal ? columns.read(signal.id, documentCount, aborting) : Promise.resolve(new Float32Array(documentCount))
  }

  function getSignalId(name: string): number {
    const signal = byName.get(name)
    if (signal && visibleNames.has(name)) return signal.id
    throw new AppError('signal.not-found', `The project has no signal "${name}".`, { signal: name })
  }

  const readColumn = async (name: string, aborting?: AbortSignal) => columns.read(getSignalId(name), documentCount, aborting)

  return {
    documentCount,
    listSignals: () => visible,
    readColumn,
    sortColumn: async (name, aborting) => columns.sort(getSignalId(name), documentCount, aborting),
    async sizesBytes(aborting) {
      const column = await readInternal('size', aborting)
      const known = exactSizes.get(column)
      if (known) return known
      const exact = new Float64Array(column)
      const large = await reader.rows<{ id: number; sizeBytes: number }>({
        name: 'sizes of large documents',
        sql: `SELECT id, size_bytes AS sizeBytes FROM document WHERE size_bytes > ${exactLimit}`,
        signal: aborting,
      })
      for (const { id, sizeBytes } of large) if (id < documentCount) exact[id] = sizeBytes
      exactSizes.set(column, exact)
      return exact
    },
    languageIds: (aborting) => readInternal(languageColumn, aborting),
    sourceIds: (aborting) => readInternal(sourceColumn, aborting),
    licenceIds: (aborting) => readInternal(licenceColumn, aborting),
    repoIds: (aborting) => readInternal(repoColumn, aborting),
    languages: () => languages,
    licences: () => licences,
    repositories,
    async rows(ids, names, aborting) {
      const values = await Promise.all(names.map((name) => readColumn(name, aborting)))
      return Array.from(ids).flatMap((id): DocumentRow[] => {
        const record = documents.findRecord(toDocumentId(id))
        return record ? [{ ...record, signals: values.map((column) => toNullable(column[id])) }] : []
      })
    },
  }
}

function toSignal({ id: _id, internal: _internal, valueCount, ...signal }: StoredSignal, documentCount: number): Signal {
  // During an import the stored count may be ahead of the documents that are shown.
  return { ...signal, missingCount: Math.max(0, documentCount - valueCount) }
}

function toNullable(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
