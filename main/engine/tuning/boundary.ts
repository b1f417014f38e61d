import { findFirst, type SortedColumn, valueAt } from '../dataset/signals/sorted-column.ts'

/**
 * The documents nearest to a bound, nearest first and equal values by id. `inside` are those that this bound keeps, whatever other
 * bounds say. `position` is the place of the first document inside for `min`, and of the first one outside for `max`.
 */
export function findBoundary(
  sorted: SortedColumn,
  at: { bound: 'min' | 'max'; position: number; limit: number },
): { inside: number[]; outside: number[] } {
  const upwards = walkUp(sorted, at.position, at.limit)
  const downwards = walkDown(sorted, at.position, at.limit)
  return at.bound === 'min' ? { inside: upwards, outside: downwards } : { inside: downwards, outside: upwards }
}

function walkUp(sorted: SortedColumn, position: number, limit: number): number[] {
  return Array.from(sorted.order.subarray(position, position + limit))
}

/** Equal values stand in the order of ids, so each group of them is taken forwards while the groups are taken backwards. */
function walkDown(sorted: SortedColumn, position: number, limit: number): number[] {
  const ids: number[] = []
  let end = position
  while (end > 0 && ids.length < limit) {
    const value = valueAt(sorted, end - 1)
    const start = findFirst(sorted, (other) => other >= value)
    const groupEnd = Math.min(
      end,
      findFirst(sorted, (other) => other > value),
    )
    ids.push(...sorted.order.subarray(start, Math.min(groupEnd, start + limit - ids.length)))
    end = start
  }
  return ids
}
