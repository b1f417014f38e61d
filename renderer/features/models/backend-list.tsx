import { CircleCheck, CircleMinus, CircleX } from 'lucide-react'
import { useState } from 'react'
import type { Backend } from '#contracts/models'
import { showText } from '#contracts/visible-text'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { text } from './text.ts'
import { retryBackend, useModels } from './use-models.ts'

/** The ways in which this machine can run models, and why others are not to be had. */
export function BackendList() {
  const backends = useModels((models) => models.backends)
  if (backends.length === 0) return null
  return (
    <section className="backends" aria-label={text.backends.title}>
      <h2>{text.backends.title}</h2>
      <ul>
        {backends.map((backend) => (
          <BackendRow key={backend.name} backend={backend} />
        ))}
      </ul>
    </section>
  )
}

function BackendRow({ backend }: { backend: Backend }) {
  const [isTrying, setTrying] = useState(false)
  const retry = () => {
    setTrying(true)
    void retryBackend(backend.name).finally(() => setTrying(false))
  }
  return (
    <li data-available={backend.available} data-failed={backend.failed || undefined}>
      <StatusIcon backend={backend} />
      <strong>{text.backends.nameOf(backend.name)}</strong>
      {backend.inUse ? <Badge tone="accent">{text.backends.inUse}</Badge> : null}
      <span className="muted">{showText(backend.failed ? text.backends.failed(backend.detail) : backend.detail)}</span>
      {backend.failed ? (
        <Button isPending={isTrying} aria-label={`${text.backends.retry} ${text.backends.nameOf(backend.name)}`} onPress={retry}>
          {isTrying ? text.backends.trying : text.backends.retry}
        </Button>
      ) : null}
    </li>
  )
}

function StatusIcon({ backend }: { backend: Backend }) {
  if (backend.available) return <CircleCheck size={15} aria-label={text.backends.available} />
  if (backend.failed) return <CircleX size={15} aria-label={text.backends.failedLabel} />
  return <CircleMinus size={15} aria-label={text.backends.unavailable} />
}
