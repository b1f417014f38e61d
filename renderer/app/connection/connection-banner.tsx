import { Spinner } from '../../ui/spinner.tsx'
import { useConnection } from './connection.ts'
import { text } from './text.ts'

/** Says that the engine is away and comes back; nothing else on the screen changes. */
export function ConnectionBanner() {
  const status = useConnection((state) => state.status)
  return (
    <div role="status">
      {status === 'lost' ? (
        <p className="shell-banner">
          <Spinner size={14} />
          {text.engineLost}
        </p>
      ) : null}
    </div>
  )
}
