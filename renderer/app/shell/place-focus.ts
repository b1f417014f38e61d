import { useEffect } from 'react'
import { isDialogOpen } from '../../ui/open-dialog.ts'

/** What a place gives the keyboard to when it is entered, marked in the page. */
const target = '[data-place-focus]'

/**
 * Gives the keyboard to the place that is entered: to what it marked with `data-place-focus`, as soon as that is there, and to the place as
 * a whole until then. A dialog keeps the keyboard, and so does whatever the person turned to while the place was loading.
 */
export function usePlaceFocus(place: React.RefObject<HTMLElement | null>, visit: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every visit is a reason to run
  useEffect(() => {
    const element = place.current
    if (!element || isDialogOpen()) return
    if (focusTarget(element)) return
    element.focus({ preventScroll: true })
    const observer = new MutationObserver(() => {
      const isElsewhere = document.activeElement !== element && document.activeElement !== document.body
      if (isElsewhere || isDialogOpen() || focusTarget(element)) observer.disconnect()
    })
    observer.observe(element, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [place, visit])
}

/** Gives the keyboard to the place on the screen when a dialog went that cannot give it back: what had it before is gone too. */
export function useFocusAfterDialogs(): void {
  useEffect(() => {
    const observer = new MutationObserver((records) => {
      if (!records.some(({ removedNodes }) => [...removedNodes].some(holdsDialog))) return
      // The dialog gives the focus back in the frame after it went.
      requestAnimationFrame(() => requestAnimationFrame(focusPlace))
    })
    observer.observe(document.body, { childList: true })
    return () => observer.disconnect()
  }, [])
}

function holdsDialog(node: Node): boolean {
  return node instanceof Element && node.querySelector('[role="dialog"], [role="alertdialog"]') !== null
}

function focusPlace(): void {
  if (document.activeElement !== document.body || isDialogOpen()) return
  const place = [...document.querySelectorAll('main')].find((each) => each.checkVisibility())
  if (place && !focusTarget(place)) place.focus({ preventScroll: true })
}

function focusTarget(place: HTMLElement): boolean {
  const found = place.querySelector<HTMLElement>(target)
  if (!found) return false
  found.focus({ preventScroll: true })
  return found.contains(document.activeElement)
}
