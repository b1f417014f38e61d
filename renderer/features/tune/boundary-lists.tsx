import type { DocumentId, Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import type { BoundaryRow } from '#contracts/tuning'
import { showText } from '#contracts/visible-text'
import { formatValuesAlike } from '../../ui/format-value.ts'
import { type BoundarySide, describeDrop } from './dropped-by.ts'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import './boundary-lists.css'

export interface BoundaryListsProps {
  signal: Signal
  /** All signals of the project. */
  signals: readonly Signal[]
  onOpen: (documentId: DocumentId) => void
}

/** The documents on either side of the bound that was moved last, drawn anew as it moves. */
export function BoundaryLists({ signal, signals, onOpen }: BoundaryListsProps) {
  const answer = useTuneStore((state) => state.answer)
  const boundary = answer?.preview.boundary
  if (!answer?.boundary || !boundary) {
    return <p className="tune-boundary-empty muted">{text.noBoundary}</p>
  }
  const words = text.bounds[answer.boundary].toLowerCase()
  const place = { signal: signal.name, bound: answer.boundary }
  return (
    <div className="tune-boundary">
      <Side
        title={`${text.inside} the ${words}`}
        hint={text.insideHint}
        place={{ ...place, side: 'inside' }}
        rows={boundary.inside}
        unit={signal.unit}
        signals={signals}
        rules={answer.rules}
        onOpen={onOpen}
      />
      <Side
        title={`${text.outside} the ${words}`}
        hint={text.outsideHint}
        place={{ ...place, side: 'outside' }}
        rows={boundary.outside}
        unit={signal.unit}
        signals={signals}
        rules={answer.rules}
        onOpen={onOpen}
      />
    </div>
  )
}

interface SideProps {
  title: string
  hint: string
  place: BoundarySide
  rows: BoundaryRow[]
  unit: string
  signals: readonly Signal[]
  rules: readonly Rule[]
  onOpen: (documentId: DocumentId) => void
}

function Side({ title, hint, place, rows, unit, signals, rules, onOpen }: SideProps) {
  const openId = useTuneStore((state) => state.documentId)
  // Every document next to a bound has a value.
  const values = formatValuesAlike(rows.map((row) => row.signals[0] ?? Number.NaN))
  return (
    <section className="tune-side" aria-label={title}>
      <h3>
        <i className="chart-swatch" data-tone={place.side === 'inside' ? 'kept' : 'dropped'} /> {title}{' '}
        <span className="muted">{hint}</span>
      </h3>
      {rows.length === 0 ? <p className="muted">{text.noNeighbours}</p> : null}
      <ol>
        {rows.map((row, index) => {
          const path = showText(row.name)
          const slash = path.lastIndexOf('/') + 1
          const drop = describeDrop(row, place, { rules, signals })
          return (
            <li key={row.id}>
              <button
                type="button"
                aria-pressed={row.id === openId}
                data-dropped={drop !== null || undefined}
                onClick={() => onOpen(row.id)}
                title={drop === null ? path : `${path}\n${drop}`}
              >
                <span className="tune-side-value number">{values[index]}</span>
                <span className="visually-hidden">{unit}</span>
                <span className="tune-side-path truncate">
                  {path.slice(slash)} <span className="muted">{path.slice(0, slash)}</span>
                </span>
                {drop === null ? null : (
                  <span className="tune-side-drop truncate">
                    <i className="chart-swatch" data-tone="dropped" /> {drop}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
