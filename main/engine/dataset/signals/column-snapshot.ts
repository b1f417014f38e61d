import type { DocumentRow, Signal } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { languageColumn, licenceColumn, repoColumn, sourceColumn } from '../documents/document-columns.ts'
import { toDocumentId } from '../documents/document-id.ts'
import type { DocumentReader } from '../documents/document-reader.ts'
import type { ColumnSnapshot, Licence } from '../project/project.ts'
import type { ColumnCache } from './column-cache.ts'
import type { StoredSignal } from './signal-store.ts'

/** From here on a Float32 does not hold every integer. */
const exactLimit = 2 ** 24

export function createColumnSnapshot(options: {
  documentCount: number
  columnsRevision: number
  signals: readonly StoredSignal[]
  languages: readonly string[]
  licences: readonly (Licence | undefined)[]
  columns: ColumnCache
  documents: DocumentReader
  reader: SqliteReader
}): ColumnSnapshot {
  const { documentCount, columnsRevision, signals, languages, licences, columns, documents, reader } = options
  const byName = new Map(signals.map((signal) => [signal.name, signal]))
  const visible = signals.filter((signal) => !signal.internal).map((signal) => toSignal(signal, documentCount))
  const visibleNames = new Set(visible.map(({ name }) => name))

  const readInternal = (name: string, aborting?: AbortSignal): Promise<Float32Array> => {
    const signal = byName.get(name)
    // Internal columns come with the first document.
    return signal ? columns.read(signal.id, documentCount, aborting) : Promise.resolve(new Float32Array(documentCount))
  }

  async function readColumn(name: string, aborting?: AbortSignal): Promise<Float32Array> {
    const signal = byName.get(name)
    if (!signal || !visibleNames.has(name)) {
      throw new AppError('signal.not-found', `The project has no signal "${name}".`, { signal: name })
    }
    return columns.read(signal.id, documentCount, aborting)
  }

  return {
    documentCount,
    columnsRevision,
    listSignals: () => visible,
    readColumn,
    async sizesBytes(aborting) {
      const sizes = new Float64Array(await readInternal('size', aborting))
      const large = await reader.rows<{ id: number; sizeBytes: number }>({
        sql: `SELECT id, size_bytes AS sizeBytes FROM document WHERE size_bytes > ${exactLimit}`,
        signal: aborting,
      })
      for (const { id, sizeBytes } of large) if (id < documentCount) sizes[id] = sizeBytes
      return sizes
    },
    languageIds: (aborting) => readInternal(languageColumn, aborting),
    sourceIds: (aborting) => readInternal(sourceColumn, aborting),
    licenceIds: (aborting) => readInternal(licenceColumn, aborting),
    repoIds: (aborting) => readInternal(repoColumn, aborting),
    languages: () => languages,
    licences: () => licences,
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
