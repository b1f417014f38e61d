import { useEffect, useRef } from 'react'

/** Takes the wheel over an element. React listens passively, and then the page would scroll as well. */
export function useWheel(element: React.RefObject<Element | null>, onWheel: (event: WheelEvent) => void): void {
  const latest = useRef(onWheel)
  useEffect(() => {
    latest.current = onWheel
  })
  useEffect(() => {
    const target = element.current
    if (!target) return
    const listener = (event: Event) => {
      event.preventDefault()
      latest.current(event as WheelEvent)
    }
    target.addEventListener('wheel', listener, { passive: false })
    return () => target.removeEventListener('wheel', listener)
  }, [element])
}
