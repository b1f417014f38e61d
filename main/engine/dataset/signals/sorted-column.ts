import { sortValues } from '#native'
import { findFirstPlace } from '../../platform/find-first-place.ts'

/** Documents by the value of one signal: the one order of a column that everything uses. */
export interface SortedColumn {
  /** By document id, NaN where missing. */
  readonly column: Float32Array
  /** Every document that has a value, by value, equal values by id. */
  readonly order: Uint32Array
  /** The others by id. */
  readonly missing: Uint32Array
}

/** Sorts documents by value, in a thread of the pool. */
export async function sortByValue(column: Float32Array, signal?: AbortSignal): Promise<SortedColumn> {
  const ids = await sortValues(column, { signal })
  const valueCount = countValues(column, ids)
  return { column, order: ids.subarray(0, valueCount), missing: ids.subarray(valueCount) }
}

/** Every document: descending is the reverse of ascending, and missing values come last in both directions. */
export function listByValue({ order, missing }: SortedColumn, direction: 'ascending' | 'descending'): Uint32Array {
  const ids = new Uint32Array(order.length + missing.length)
  ids.set(order)
  if (direction === 'descending') ids.subarray(0, order.length).reverse()
  ids.set(missing, order.length)
  return ids
}

/** The place of the first document whose value is past some point, or the number of documents. `isPast` holds for every value above one for which it holds. */
export function findFirst(sorted: SortedColumn, isPast: (value: number) => boolean): number {
  return findFirstPlace(sorted.order.length, (place) => isPast(valueAt(sorted, place)))
}

/** The value of the document at a position of the order. */
export function valueAt(sorted: SortedColumn, position: number): number {
  return sorted.column[sorted.order[position] as number] as number
}

/** Missing values stand last. */
function countValues(column: Float32Array, ids: Uint32Array): number {
  return findFirstPlace(ids.length, (place) => Number.isNaN(column[ids[place] as number]))
}
