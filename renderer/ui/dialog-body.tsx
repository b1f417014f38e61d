import { useEffect, useRef, useState } from 'react'

/** What a dialog says. Where it is more than there is room for, it takes the focus, so that the keys of the keyboard scroll it. */
export function DialogBody({ children }: { children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const body = ref.current
    if (!body) return
    const look = () => setScrolls(body.scrollHeight > body.clientHeight + 1)
    const resized = new ResizeObserver(look)
    resized.observe(body)
    // Its own size stays as it is when more comes in.
    const changed = new MutationObserver(look)
    changed.observe(body, { childList: true, subtree: true })
    return () => {
      resized.disconnect()
      changed.disconnect()
    }
  }, [])
  return (
    <div className="ui-dialog-body" ref={ref} tabIndex={scrolls ? 0 : undefined}>
      {children}
    </div>
  )
}
