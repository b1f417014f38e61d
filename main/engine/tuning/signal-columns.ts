import type { DocumentRow } from '#contracts/dataset'
import type { SortedColumn } from '../dataset/signals/sorted-column.ts'

/**
 * What tuning needs to know of an open project. Document ids are dense: 0 to `documentCount` - 1, and they index every array.
 *
 * Equal arrays and orders are the same objects, from one snapshot of the project to the next: what is derived from one is kept as long as
 * it comes back.
 */
export interface SignalColumns {
  readonly documentCount: number
  listSignals(): readonly { name: string }[]
  /** One value per document, NaN where missing. The caller does not write to the array. */
  readColumn(signal: string, waiting?: AbortSignal): Promise<Float32Array>
  sortColumn(signal: string, waiting?: AbortSignal): Promise<SortedColumn>
  /** The size of each document in bytes. */
  sizesBytes(waiting?: AbortSignal): Promise<Float64Array>
  /** Rows in the order of `ids`, with the values of `columns`. */
  rows(ids: readonly number[], columns: readonly string[]): DocumentRow[] | Promise<DocumentRow[]>
}
