import type { DocumentRow } from '#contracts/dataset'

/**
 * What tuning needs to know of an open project. Document ids are dense: 0 to `documentCount` - 1, and they index every array.
 */
export interface SignalColumns {
  readonly documentCount: number
  /**
   * Grows when documents are added or values of a signal are stored, and not when only the recipe changes: sorted orders of ten million
   * documents are thrown away when it does.
   */
  readonly columnsRevision: number
  listSignals(): readonly { name: string }[]
  /** One value per document, NaN where missing. The caller does not write to the array. */
  readColumn(signal: string, waiting?: AbortSignal): Promise<Float32Array>
  /** The size of each document in bytes. */
  sizesBytes(waiting?: AbortSignal): Promise<Float64Array>
  /** Rows in the order of `ids`, with the values of `columns`. */
  rows(ids: readonly number[], columns: readonly string[]): DocumentRow[] | Promise<DocumentRow[]>
}
