/** A stretch of the screen. */
interface Stretch {
  startPx: number
  endPx: number
}

/** By how much to scroll on so that a part lies within the view; its beginning wins where both ends do not fit. */
export function scrollToShow(part: Stretch, view: Stretch): number {
  if (part.startPx < view.startPx) return part.startPx - view.startPx
  if (part.endPx <= view.endPx) return 0
  return Math.min(part.endPx - view.endPx, part.startPx - view.startPx)
}
