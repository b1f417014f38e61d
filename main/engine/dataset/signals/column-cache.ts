import { createSharedLoads } from '../../platform/shared-loads.ts'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { spanLength, toFloats } from './signal-pieces.ts'
import { type SortedColumn, sortByValue } from './sorted-column.ts'

/**
 * Columns in memory, and their orders. Each signal has a revision of its own: new values of one discard nothing of the others. The same values
 * are always the same array and the same order, so what is derived from them can be kept by them.
 */
export interface ColumnCache {
  /** The values of the first `documentCount` documents. What was read once is read again only as far as documents were added. */
  read(signalId: number, documentCount: number, signal?: AbortSignal): Promise<Float32Array>
  sort(signalId: number, documentCount: number, signal?: AbortSignal): Promise<SortedColumn>
  /** To be called when stored values changed, as opposed to values of new documents that were added. */
  forget(signalId: number): void
}

/** Columns take four bytes per document, orders as much. */
const maxColumns = 64
const maxOrders = 32

export function createColumnCache(reader: SqliteReader): ColumnCache {
  const revisions = new Map<number, number>()
  const longest = new Map<number, { revision: number; values: Float32Array }>()
  const columns = createSharedLoads<Float32Array>(maxColumns)
  const orders = createSharedLoads<SortedColumn>(maxOrders)
  /** The key that a signal's newest column and order are kept under. */
  const newest = new Map<number, string>()

  const getRevision = (signalId: number) => revisions.get(signalId) ?? 0
  const findLongest = (signalId: number) => {
    const known = longest.get(signalId)
    return known?.revision === getRevision(signalId) ? known.values : new Float32Array()
  }

  async function load(signalId: number, documentCount: number, signal: AbortSignal): Promise<Float32Array> {
    const known = findLongest(signalId)
    if (known.length >= documentCount) return known.subarray(0, documentCount)
    const revision = getRevision(signalId)
    const pieces = await reader.rows<{ firstId: number; float32: Uint8Array }>({
      name: 'values of a signal',
      sql: `SELECT first_id AS firstId, float32 FROM signal_piece WHERE signal_id = ? AND first_id >= ? ORDER BY first_id`,
      parameters: [signalId, known.length - (known.length % spanLength)],
      signal,
    })
    const values = new Float32Array(documentCount).fill(Number.NaN, known.length)
    values.set(known)
    for (const { firstId, float32 } of pieces) {
      // Documents may have been added after the moment that the caller sees.
      if (firstId < documentCount) values.set(toFloats(float32).subarray(0, documentCount - firstId), firstId)
    }
    if (values.length > findLongest(signalId).length) longest.set(signalId, { revision, values })
    return values
  }

  /** What takes the place of an older column of the same signal frees that one: whoever still uses it holds it. */
  function nameNewest(signalId: number, documentCount: number): string {
    const key = `${signalId} ${getRevision(signalId)} ${documentCount}`
    const before = newest.get(signalId)
    if (before !== undefined && before !== key) {
      columns.delete(before)
      orders.delete(before)
    }
    newest.set(signalId, key)
    return key
  }

  const cache: ColumnCache = {
    read: (signalId, documentCount, signal) =>
      columns.get(nameNewest(signalId, documentCount), (loading) => load(signalId, documentCount, loading), signal),
    sort: (signalId, documentCount, signal) =>
      orders.get(
        nameNewest(signalId, documentCount),
        async (loading) => sortByValue(await cache.read(signalId, documentCount, loading), loading),
        signal,
      ),
    forget: (signalId) => {
      revisions.set(signalId, getRevision(signalId) + 1)
      longest.delete(signalId)
    },
  }
  return cache
}
