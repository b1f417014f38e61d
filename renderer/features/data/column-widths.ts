/** Wide enough for two words of a signal's name on a line, and the arrow beside them. All are as wide, so that they can be scrolled one by one. */
export const COLUMN_PX = 120
/** As narrow as the column of paths gets while others are hidden, unless there would be no room for one of them. */
const LEAST_PATH_PX = 240

/**
 * How wide the column of paths is in a table of this width that has so many others beside it. Where they do not all fit, it takes what the
 * last whole one leaves: a number of which only the first digits show would pass for another number.
 */
export function fitPathColumn(tablePx: number, columnCount: number): number {
  const restPx = tablePx - columnCount * COLUMN_PX
  if (restPx >= LEAST_PATH_PX) return restPx
  const shown = Math.max(1, Math.floor((tablePx - LEAST_PATH_PX) / COLUMN_PX))
  return Math.max(COLUMN_PX, tablePx - shown * COLUMN_PX)
}
