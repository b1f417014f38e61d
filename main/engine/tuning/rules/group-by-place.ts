import type { SortedColumn } from '../../dataset/signals/sorted-column.ts'
import type { AscendingValues } from './bounds.ts'

/** The values of a signal by the category of their documents, ascending in each. */
export function groupByPlace({ column, order }: SortedColumn, places: ArrayLike<number>, count: number): AscendingValues[] {
  const lengths = new Uint32Array(count)
  for (const id of order) lengths[places[id] as number] = (lengths[places[id] as number] ?? 0) + 1
  const groups = Array.from(lengths, (length) => new Float32Array(length))
  const filled = new Uint32Array(count)
  for (const id of order) {
    const place = places[id] as number
    const group = groups[place]
    if (group) group[filled[place] as number] = column[id] as number
    filled[place] = (filled[place] as number) + 1
  }
  return groups.map((values) => ({ count: values.length, at: (rank) => values[rank] as number }))
}
