import { useMemo, useState } from 'react'
import type { DocumentId, Sample } from '#contracts/dataset'
import { formatBytes } from '#contracts/format-quantity'
import { sayUnit } from '#contracts/signal-unit'
import { showText } from '#contracts/visible-text'
import type { CodeMark } from '../../monaco/code-marks.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatValue } from '../../ui/format-value.ts'
import { toFindingMarks } from './finding-marks.ts'
import { SampleFindings } from './sample-findings.tsx'
import { SampleHits, type SampleHitsProps } from './sample-hits.tsx'
import './sample-view.css'

/** What the view asks of whoever draws the text. */
export interface SampleText {
  /** Where findings stand. The same array for the same sample. */
  marks: readonly CodeMark[]
  /** The finding to bring into view; another object each time that it is asked for. */
  shown: { offset: number; length: number } | null
}

export interface SampleViewProps {
  sample: Sample
  /** Buttons at the right of the name. */
  actions?: React.ReactNode
  /** Shows another document. */
  onOpen: (documentId: DocumentId) => void
  /** Shows another document beside this one; without it that is not offered. */
  onCompare?: (documentId: DocumentId) => void
  /** Shows the document with all its duplicates; without it that is not offered. */
  onShowCluster?: SampleHitsProps['onShowCluster']
  /** Draws the code itself. */
  children: (text: SampleText) => React.ReactNode
}

/** One document: what it is, which rules drop it and by how much, its signals and its text. */
export function SampleView({ sample, actions, onOpen, onCompare, onShowCluster, children }: SampleViewProps) {
  const [asked, setAsked] = useState<{ documentId: DocumentId; place: number } | null>(null)
  const marks = useMemo(() => toFindingMarks(sample.findings), [sample.findings])
  const place = asked?.documentId === sample.document.id ? asked.place : null
  // Anew with each press, so that one that was scrolled away comes back.
  const shown = useMemo(() => {
    const finding = asked && asked.documentId === sample.document.id ? sample.findings[asked.place] : undefined
    return finding ? { offset: finding.offset, length: finding.length } : null
  }, [asked, sample])
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
      <SampleHits sample={sample} onOpen={onOpen} onCompare={onCompare} onShowCluster={onShowCluster} />
      <SampleFindings
        sample={sample}
        shown={place}
        onShow={(next) => setAsked({ documentId: sample.document.id, place: next })}
      />
      <div className="ui-sample-code">{children({ marks, shown })}</div>
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

function Signals({ sample }: { sample: Sample }) {
  const hits = new Set(sample.hits.flatMap((hit) => ('signal' in hit ? hit.signal : [])))
  return (
    <dl className="ui-sample-signals" aria-label="Signals">
      {sample.values.map(({ signal, value }) => (
        <div key={signal.name} title={signal.description} data-hit={hits.has(signal.name) || undefined}>
          <dt className="truncate">{signal.label}</dt>
          <dd className="number">
            {value === null ? <span className="muted">missing</span> : formatValue(value)}{' '}
            {value === null ? null : <span className="muted">{sayUnit(signal.unit, value)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
