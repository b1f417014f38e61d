import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { clampListTop, createScrollArea, isScaled, listTopToReveal, toElementTop, toListTop } from './scaled-scroll.ts'

/**
 * Scrolls a list of any length inside an element, whose first `headPx` pixels stay in place.
 * Give `ref` and `onScroll` to the element and make its content `elementPx` high below the head.
 */
export function useScaledScroll(list: { rowCount: number; rowPx: number; headPx: number }) {
  const { rowCount, rowPx, headPx } = list
  const ref = useRef<HTMLDivElement>(null)
  const [viewportPx, setViewportPx] = useState(0)
  const [widthPx, setWidthPx] = useState(0)
  const [listTop, setListTop] = useState(0)
  const area = useMemo(() => createScrollArea({ rowCount, rowPx, viewportPx }), [rowCount, rowPx, viewportPx])
  /** The position that was set here, to tell the scroll event that follows from one of the person. */
  const ownTop = useRef(0)
  const current = useRef({ area, listTop })
  current.current = { area, listTop }

  const scrollTo = useCallback((top: number) => {
    const clamped = clampListTop(current.current.area, top)
    current.current.listTop = clamped
    setListTop(clamped)
    if (!ref.current) return
    ref.current.scrollTop = toElementTop(current.current.area, clamped)
    ownTop.current = ref.current.scrollTop
  }, [])

  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      setViewportPx(Math.max(0, element.clientHeight - headPx))
      setWidthPx(element.clientWidth)
    })
    observer.observe(element)
    const onWheel = (event: WheelEvent) => {
      if (!isScaled(current.current.area) || event.shiftKey || event.ctrlKey || event.deltaY === 0) return
      // Left to the browser, one notch of the wheel would jump over hundreds of rows.
      event.preventDefault()
      scrollTo(current.current.listTop + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowPx : 1))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', onWheel)
    }
  }, [headPx, rowPx, scrollTo])

  // Rows come and go while the person reads: the same rows stay in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the area is read through `current`, and its change is the reason to run
  useLayoutEffect(() => scrollTo(current.current.listTop), [area, scrollTo])

  const onScroll = useCallback(() => {
    const element = ref.current
    if (!element || Math.abs(element.scrollTop - ownTop.current) < 1) return
    ownTop.current = element.scrollTop
    const top = toListTop(current.current.area, element.scrollTop)
    current.current.listTop = top
    setListTop(top)
  }, [])

  const reveal = useCallback(
    (index: number) => {
      const top = listTopToReveal(current.current.area, current.current.listTop, { index, rowPx })
      if (top !== current.current.listTop) scrollTo(top)
    },
    [rowPx, scrollTo],
  )

  return { ref, onScroll, elementPx: area.elementPx, widthPx, viewportPx, listTop, reveal }
}
