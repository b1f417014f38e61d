import type { Sample } from '#contracts/dataset'
import { describeHit } from '#contracts/describe-hit'
import { formatBytes } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { Badge } from '../../ui/badge.tsx'
import { formatValue } from '../../ui/format-value.ts'
import './sample-view.css'

export interface SampleViewProps {
  sample: Sample
  /** Buttons at the right of the name. */
  actions?: React.ReactNode
  /** The code itself. */
  children: React.ReactNode
}

/** One document: what it is, which rules drop it and by how much, its signals and its text. */
export function SampleView({ sample, actions, children }: SampleViewProps) {
  const { document, hits, lossy } = sample
  const path = showText(document.name)
  const slash = path.lastIndexOf('/') + 1
  return (
    <article className="ui-sample" aria-label={path}>
      <header className="ui-sample-header">
        <div className="ui-sample-title">
          <h3 className="truncate" title={path}>
            {path.slice(slash)}
          </h3>
          {hits.length === 0 ? <Badge tone="accent">kept</Badge> : <Badge tone="warning">dropped</Badge>}
          <span className="ui-sample-actions">{actions}</span>
        </div>
        <p className="ui-sample-origin muted truncate" title={path} data-testid="sample-path">
          {path}
        </p>
        <p className="ui-sample-origin muted truncate" title={describeOrigin(sample)}>
          {describeOrigin(sample)}
        </p>
        {lossy ? <p className="ui-sample-note">The bytes are not valid UTF-8; � marks what cannot be shown.</p> : null}
      </header>
      <Rules sample={sample} />
      <div className="ui-sample-code">{children}</div>
      <Signals sample={sample} />
    </article>
  )
}

/** `Python · 1.2 kB · MIT · psf/requests · stack.parquet`; what is not known is left out. */
function describeOrigin({ document, sourceName }: Sample): string {
  const { language, sizeBytes, licence, repo } = document
  const known = [licence, repo, sourceName].filter((each) => each !== null).map(showText)
  return [language, formatBytes(sizeBytes), ...known].join(' · ')
}

function Rules({ sample }: { sample: Sample }) {
  if (sample.hits.length === 0) return null
  const findSignal = (name: string) => sample.values.find(({ signal }) => signal.name === name)?.signal
  return (
    <ul className="ui-sample-hits" aria-label="Rules that drop this document">
      {sample.hits.map((hit) => (
        <li key={hit.rule} className="number">
          {showText(describeHit(hit, findSignal, formatValue))}
        </li>
      ))}
    </ul>
  )
}

function Signals({ sample }: { sample: Sample }) {
  const hits = new Set(sample.hits.flatMap((hit) => ('signal' in hit ? hit.signal : [])))
  return (
    <dl className="ui-sample-signals" aria-label="Signals">
      {sample.values.map(({ signal, value }) => (
        <div key={signal.name} title={signal.description} data-hit={hits.has(signal.name) || undefined}>
          <dt className="truncate">{signal.label}</dt>
          <dd className="number">
            {value === null ? <span className="muted">missing</span> : formatValue(value)}{' '}
            {value === null ? null : <span className="muted">{signal.unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
