import { useEffect } from 'react'
import { scrollToShow } from './scroll-to-show.ts'

/**
 * Scrolls the table sideways to the column that it is sorted by, when another is chosen and when the table becomes narrower.
 * Where there is room for it, the column also stays clear of the first `fadePx` beside the column of paths.
 */
export function useSortedColumnInView(
  table: React.RefObject<HTMLElement | null>,
  { column, fadePx }: { column: string; fadePx: number },
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the column is read from the page, and its change is the reason to run
  useEffect(() => {
    const element = table.current
    if (!element) return
    let widthPx = element.clientWidth
    reveal(element, fadePx)
    const observer = new ResizeObserver(() => {
      if (element.clientWidth < widthPx) reveal(element, fadePx)
      widthPx = element.clientWidth
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [table, column, fadePx])
}

function reveal(table: HTMLElement, fadePx: number): void {
  const sorted = table.querySelector('[role="columnheader"]:not([aria-sort="none"])')
  const [first] = table.querySelectorAll('[role="columnheader"]')
  // The first column stays in place.
  if (!sorted || !first || sorted === first) return
  const { left, right } = sorted.getBoundingClientRect()
  const view = { startPx: first.getBoundingClientRect().right, endPx: table.getBoundingClientRect().left + table.clientWidth }
  const roomPx = Math.max(0, view.endPx - view.startPx - (right - left))
  table.scrollLeft += scrollToShow(
    { startPx: left, endPx: right },
    { startPx: view.startPx + Math.min(fadePx, roomPx), endPx: view.endPx },
  )
}
