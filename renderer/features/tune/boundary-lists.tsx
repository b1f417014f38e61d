import type { DocumentRow, Signal } from '#contracts/dataset'
import { formatValuesAlike } from '../../ui/format-value.ts'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import './boundary-lists.css'

/** The documents on either side of the bound that was moved last, drawn anew as it moves. */
export function BoundaryLists({ signal, onOpen }: { signal: Signal; onOpen: (documentId: number) => void }) {
  const answer = useTuneStore((state) => state.answer)
  const boundary = answer?.preview.boundary
  if (!answer?.boundary || !boundary) {
    return <p className="tune-boundary-empty muted">{text.noBoundary}</p>
  }
  const bound = text.bounds[answer.boundary].toLowerCase()
  return (
    <div className="tune-boundary">
      <Side
        title={`${text.inside} the ${bound}`}
        hint={text.insideHint}
        tone="kept"
        rows={boundary.inside}
        unit={signal.unit}
        onOpen={onOpen}
      />
      <Side
        title={`${text.outside} the ${bound}`}
        hint={text.outsideHint}
        tone="dropped"
        rows={boundary.outside}
        unit={signal.unit}
        onOpen={onOpen}
      />
    </div>
  )
}

interface SideProps {
  title: string
  hint: string
  tone: 'kept' | 'dropped'
  rows: DocumentRow[]
  unit: string
  onOpen: (documentId: number) => void
}

function Side({ title, hint, tone, rows, unit, onOpen }: SideProps) {
  const openId = useTuneStore((state) => state.documentId)
  // Every document next to a bound has a value.
  const values = formatValuesAlike(rows.map((row) => row.signals[0] ?? Number.NaN))
  return (
    <section className="tune-side" aria-label={title}>
      <h3>
        <i className="chart-swatch" data-tone={tone} /> {title} <span className="muted">{hint}</span>
      </h3>
      {rows.length === 0 ? <p className="muted">{text.noNeighbours}</p> : null}
      <ol>
        {rows.map((row, index) => {
          const slash = row.path.lastIndexOf('/') + 1
          return (
            <li key={row.id}>
              <button type="button" aria-pressed={row.id === openId} onClick={() => onOpen(row.id)} title={row.path}>
                <span className="tune-side-value number">{values[index]}</span>
                <span className="visually-hidden">{unit}</span>
                <span className="tune-side-path truncate">
                  {row.path.slice(slash)} <span className="muted">{row.path.slice(0, slash)}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
