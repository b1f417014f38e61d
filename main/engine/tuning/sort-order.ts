import { sortColumn } from '../dataset/signals/sort-column.ts'

/** The documents that have a value of one signal, by value, equal values by id. */
export interface SortedSignal {
  readonly column: Float32Array
  readonly order: Uint32Array
}

/** Sorts documents by value, leaving out those without one. */
export async function sortByValue(column: Float32Array, signal?: AbortSignal): Promise<SortedSignal> {
  const order = await sortColumn(column, 'ascending', signal)
  return { column, order: order.subarray(0, countValues(column, order)) }
}

/** The place of the first document whose value is past some point, or the number of documents. `isPast` holds for every value above one for which it holds. */
export function findFirst(sorted: SortedSignal, isPast: (value: number) => boolean): number {
  let low = 0
  let high = sorted.order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isPast(valueAt(sorted, middle))) high = middle
    else low = middle + 1
  }
  return low
}

/** The value of the document at a position of the order. */
export function valueAt(sorted: SortedSignal, position: number): number {
  return sorted.column[sorted.order[position] as number] as number
}

/** Missing values stand last. */
function countValues(column: Float32Array, order: Uint32Array): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Number.isNaN(column[order[middle] as number])) high = middle
    else low = middle + 1
  }
  return low
}
