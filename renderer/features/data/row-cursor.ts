/**
 * The row that a key of the table moves to, from a row (null when none is chosen) in a list of `rowCount` rows with
 * `pageRows` in view. Undefined when the key does not move.
 */
export function moveCursor(key: string, from: number | null, list: { rowCount: number; pageRows: number }): number | undefined {
  if (list.rowCount === 0) return undefined
  const to = target(key, from, list)
  return to === undefined ? undefined : Math.min(Math.max(to, 0), list.rowCount - 1)
}

function target(key: string, from: number | null, list: { rowCount: number; pageRows: number }): number | undefined {
  // A page keeps one row of the last view, so that the eye has something to hold on to.
  const page = Math.max(1, list.pageRows - 1)
  switch (key) {
    case 'ArrowDown':
      return from === null ? 0 : from + 1
    case 'ArrowUp':
      return from === null ? 0 : from - 1
    case 'PageDown':
      return (from ?? 0) + page
    case 'PageUp':
      return (from ?? 0) - page
    case 'Home':
      return 0
    case 'End':
      return list.rowCount - 1
    default:
      return undefined
  }
}
