import { CircleCheck, CircleMinus } from 'lucide-react'
import { text } from './text.ts'
import { useModels } from './use-models.ts'

/** The ways in which this machine can run models, and why others are not to be had. */
export function BackendList() {
  const backends = useModels((models) => models.backends)
  if (backends.length === 0) return null
  return (
    <section className="backends" aria-label={text.backends.title}>
      <h2>{text.backends.title}</h2>
      <ul>
        {backends.map((backend) => (
          <li key={backend.name} data-available={backend.available}>
            {backend.available ? (
              <CircleCheck size={15} aria-label={text.backends.available} />
            ) : (
              <CircleMinus size={15} aria-label={text.backends.unavailable} />
            )}
            <strong>{text.backends.nameOf(backend.name)}</strong>
            <span className="muted">{backend.detail}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
