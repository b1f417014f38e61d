import { useEffect, useRef } from 'react'

/**
 * Keeps the focus in the dialog that it stands in. The button that was just pressed may go with what it did; the browser then gives the
 * focus to the page, from where Escape does not reach the dialog.
 */
export function FocusKeeper() {
  const ref = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const dialog = ref.current?.closest<HTMLElement>('[role="dialog"], [role="alertdialog"]')
    if (!dialog) return
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body) dialog.focus()
    })
    observer.observe(dialog, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  return <span hidden ref={ref} />
}
