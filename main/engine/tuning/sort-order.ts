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

/** Position of the first document whose value is not below `bound`. */
export function lowerPosition(sorted: SortedSignal, bound: number): number {
  let low = 0
  let high = sorted.order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(sorted, middle) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Position after the last document whose value is not above `bound`. */
export function upperPosition(sorted: SortedSignal, bound: number): number {
  let low = 0
  let high = sorted.order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(sorted, middle) <= bound) low = middle + 1
    else high = middle
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
