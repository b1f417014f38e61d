import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { chunkLength, toFloats } from './signal-chunks.ts'

/** Columns in memory. What was read once is read again only as far as documents were added, or when its values changed. */
export interface ColumnCache {
  /** The values of the first `documentCount` documents. */
  read(signalId: number, documentCount: number): Promise<Float32Array>
  /** To be called when stored values changed, as opposed to values of new documents that were added. */
  forget(signalId: number): void
}

export function createColumnCache(reader: SqliteReader): ColumnCache {
  const columns = new Map<number, Promise<Float32Array>>()

  async function extend(
    known: Promise<Float32Array> | undefined,
    signalId: number,
    documentCount: number,
  ): Promise<Float32Array> {
    const column = (await known) ?? new Float32Array()
    if (column.length >= documentCount) return column
    const firstChunk = Math.floor(column.length / chunkLength)
    const chunks = await reader.rows<{ chunkIndex: number; float32: Uint8Array }>({
      sql: `SELECT chunk_index AS chunkIndex, float32 FROM signal_chunk WHERE signal_id = ? AND chunk_index >= ? ORDER BY chunk_index`,
      parameters: [signalId, firstChunk],
    })
    const longer = new Float32Array(documentCount).fill(Number.NaN, column.length)
    longer.set(column)
    for (const { chunkIndex, float32 } of chunks) {
      const start = chunkIndex * chunkLength
      // Documents may have been added after the moment that the caller sees.
      if (start < documentCount) longer.set(toFloats(float32).subarray(0, documentCount - start), start)
    }
    return longer
  }

  return {
    async read(signalId, documentCount) {
      const loading = extend(columns.get(signalId), signalId, documentCount)
      columns.set(signalId, loading)
      loading.catch(() => {
        if (columns.get(signalId) === loading) columns.delete(signalId)
      })
      return (await loading).subarray(0, documentCount)
    },
    forget: (signalId) => columns.delete(signalId),
  }
}
