import { useEffect } from 'react'
import { scrollToShow } from './scroll-to-show.ts'

/** Scrolls the table sideways to the column that it is sorted by, when another is chosen and when the table becomes narrower. */
export function useSortedColumnInView(table: React.RefObject<HTMLElement | null>, column: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the column is read from the page, and its change is the reason to run
  useEffect(() => {
    const element = table.current
    if (!element) return
    let widthPx = element.clientWidth
    reveal(element)
    const observer = new ResizeObserver(() => {
      if (element.clientWidth < widthPx) reveal(element)
      widthPx = element.clientWidth
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [table, column])
}

function reveal(table: HTMLElement): void {
  const sorted = table.querySelector('[role="columnheader"]:not([aria-sort="none"])')
  const [first] = table.querySelectorAll('[role="columnheader"]')
  // The first column stays in place.
  if (!sorted || !first || sorted === first) return
  const { left, right } = sorted.getBoundingClientRect()
  table.scrollLeft += scrollToShow(
    { startPx: left, endPx: right },
    { startPx: first.getBoundingClientRect().right, endPx: table.getBoundingClientRect().left + table.clientWidth },
  )
}
