import { formatBytes, formatCount } from '#contracts/format-quantity'
import type { Amount } from '#contracts/tuning'
import { ShareBar } from '../../charts/share-bar.tsx'
import { formatShare } from '../../ui/format-value.ts'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import './totals.css'

/** What all rules together keep and drop, in documents and bytes. Follows the handle. */
export function Totals() {
  const preview = useTuneStore((state) => state.answer?.preview)
  if (!preview) return <div className="tune-totals" />
  const { kept, dropped } = preview
  const documents = kept.documents + dropped.documents
  const bytes = kept.bytes + dropped.bytes
  return (
    <section className="tune-totals" aria-label={`${text.kept}, ${text.dropped}`}>
      <Side name="kept" label={text.kept} amount={kept} documents={documents} bytes={bytes} />
      <div className="tune-totals-bars">
        <ShareBar kept={kept.documents} whole={documents} />
        <ShareBar kept={kept.bytes} whole={bytes} />
      </div>
      <Side name="dropped" label={text.dropped} amount={dropped} documents={documents} bytes={bytes} />
    </section>
  )
}

function Side(props: { name: 'kept' | 'dropped'; label: string; amount: Amount; documents: number; bytes: number }) {
  const { name, label, amount, documents, bytes } = props
  return (
    <div className="tune-total number" data-side={name}>
      <span className="tune-total-label">
        <i className="chart-swatch" data-tone={name} /> {label}
      </span>
      <span className="tune-total-documents" data-testid={`${name}-documents`} data-value={amount.documents}>
        <strong>{formatCount(amount.documents)}</strong> {text.documents(amount.documents)}
        <span className="muted"> {formatShare(amount.documents, documents)}</span>
      </span>
      <span className="tune-total-bytes" data-testid={`${name}-bytes`} data-value={amount.bytes}>
        {formatBytes(amount.bytes)}
        <span className="muted"> {formatShare(amount.bytes, bytes)}</span>
      </span>
    </div>
  )
}
