/**
 * Maps the scroll position of a list of any length to an element that browsers can lay out.
 *
 * Browsers clip an element somewhere between 15 and 33 million pixels. A list that is taller than the limit gets a shorter
 * scroll area, and the scroll position stands for a multiple of itself. The position in the list is kept apart from the
 * element's: a wheel or key moves the list pixel by pixel, only the scroll bar moves it by multiples.
 */
export interface ScrollArea {
  /** Height of all rows together. */
  listPx: number
  /** Height of the element that scrolls. */
  elementPx: number
  viewportPx: number
}

/** Low enough for every engine, high enough that a scroll bar pixel of a million rows is a few rows. */
const MAX_ELEMENT_PX = 8_000_000

/** The scroll area of a list of rows that are all equally high. */
export function createScrollArea(list: { rowCount: number; rowPx: number; viewportPx: number }): ScrollArea {
  const listPx = list.rowCount * list.rowPx
  return { listPx, elementPx: Math.min(listPx, MAX_ELEMENT_PX), viewportPx: list.viewportPx }
}

/** Whether the element is shorter than the list, so that scroll positions must be translated. */
export function isScaled(area: ScrollArea): boolean {
  return area.elementPx < area.listPx
}

/** The list position for a scroll position of the element. Both ends meet exactly. */
export function toListTop(area: ScrollArea, elementTop: number): number {
  const elementRoom = area.elementPx - area.viewportPx
  if (elementRoom <= 0) return 0
  return clampListTop(area, (elementTop / elementRoom) * (area.listPx - area.viewportPx))
}

/** The scroll position of the element that stands for a list position. */
export function toElementTop(area: ScrollArea, listTop: number): number {
  const listRoom = area.listPx - area.viewportPx
  if (listRoom <= 0) return 0
  return (clampListTop(area, listTop) / listRoom) * (area.elementPx - area.viewportPx)
}

/** A list position that exists. */
export function clampListTop(area: ScrollArea, listTop: number): number {
  return Math.min(Math.max(listTop, 0), Math.max(0, area.listPx - area.viewportPx))
}

/** The rows to draw, `overscan` more on each side; `last` is included, and is -1 for an empty list. */
export function visibleRows(
  list: { rowCount: number; rowPx: number; viewportPx: number; overscan: number },
  listTop: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(listTop / list.rowPx) - list.overscan)
  const last = Math.min(list.rowCount - 1, Math.ceil((listTop + list.viewportPx) / list.rowPx) - 1 + list.overscan)
  return { first, last }
}

/** The list position nearest to the present one at which a row is wholly in view. */
export function listTopToReveal(area: ScrollArea, listTop: number, row: { index: number; rowPx: number }): number {
  const top = row.index * row.rowPx
  if (top < listTop) return clampListTop(area, top)
  if (top + row.rowPx > listTop + area.viewportPx) return clampListTop(area, top + row.rowPx - area.viewportPx)
  return listTop
}
