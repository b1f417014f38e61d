import { TriangleAlert } from 'lucide-react'
import { Spinner } from '../../ui/spinner.tsx'
import { useConnection } from './connection.ts'
import { text } from './text.ts'

/** Says that the engine is away and comes back, or that this page has to be left for another; nothing else on the screen changes. */
export function ConnectionBanner() {
  const status = useConnection((state) => state.status)
  const isRefused = useConnection((state) => state.isRefused)
  return (
    <div role="status">
      {status === 'lost' ? (
        <p className="shell-banner">
          {isRefused ? <TriangleAlert size={14} aria-hidden /> : <Spinner size={14} />}
          {isRefused ? text.refused : text.engineLost}
        </p>
      ) : null}
    </div>
  )
}
