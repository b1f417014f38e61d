import { createSharedLoads, type SharedLoads } from '../../platform/shared-loads.ts'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { chunkLength, toFloats } from './signal-chunks.ts'

/** Columns in memory. What was read once is read again only as far as documents were added, or when its values changed. */
export interface ColumnCache {
  /** The values of the first `documentCount` documents. */
  read(signalId: number, documentCount: number, signal?: AbortSignal): Promise<Float32Array>
  /** To be called when stored values changed, as opposed to values of new documents that were added. */
  forget(signalId: number): void
}

interface Column {
  values: Float32Array
  /** What is being read, by the number of documents. */
  loads: SharedLoads<Float32Array>
}

export function createColumnCache(reader: SqliteReader): ColumnCache {
  const columns = new Map<number, Column>()

  async function extend(
    known: Float32Array,
    { signalId, documentCount, signal }: { signalId: number; documentCount: number; signal: AbortSignal },
  ): Promise<Float32Array> {
    const firstChunk = Math.floor(known.length / chunkLength)
    const chunks = await reader.rows<{ chunkIndex: number; float32: Uint8Array }>({
      sql: `SELECT chunk_index AS chunkIndex, float32 FROM signal_chunk WHERE signal_id = ? AND chunk_index >= ? ORDER BY chunk_index`,
      parameters: [signalId, firstChunk],
      signal,
    })
    const longer = new Float32Array(documentCount).fill(Number.NaN, known.length)
    longer.set(known)
    for (const { chunkIndex, float32 } of chunks) {
      const start = chunkIndex * chunkLength
      // Documents may have been added after the moment that the caller sees.
      if (start < documentCount) longer.set(toFloats(float32).subarray(0, documentCount - start), start)
    }
    return longer
  }

  function getColumn(signalId: number): Column {
    const known = columns.get(signalId)
    if (known) return known
    const column = { values: new Float32Array(), loads: createSharedLoads<Float32Array>() }
    columns.set(signalId, column)
    return column
  }

  return {
    async read(signalId, documentCount, signal) {
      // A column that is forgotten while it is read keeps what is read to itself.
      const column = getColumn(signalId)
      if (column.values.length >= documentCount) return column.values.subarray(0, documentCount)
      const key = String(documentCount)
      const load = async (loading: AbortSignal) => {
        const values = await extend(column.values, { signalId, documentCount, signal: loading })
        if (values.length > column.values.length) column.values = values
        column.loads.delete(key)
        return values
      }
      return column.loads.get(key, load, signal)
    },
    forget: (signalId) => {
      columns.delete(signalId)
    },
  }
}
