import { useLayoutEffect, useRef, useState } from 'react'

/** The width of an element in whole pixels, followed as it changes; 0 until it is laid out. */
export function useElementWidth<E extends Element>(): { ref: React.RefObject<E | null>; widthPx: number } {
  const ref = useRef<E>(null)
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => setWidthPx(Math.floor(element.getBoundingClientRect().width))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, widthPx }
}
