import { ListBox, ListBoxItem } from 'react-aria-components'
import type { Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import { SparkHistogram } from '../../charts/spark-histogram.tsx'
import { Badge } from '../../ui/badge.tsx'
import { formatValue } from '../../ui/format-value.ts'
import { type Cut, cutOf } from './recipe-rules.ts'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import { chooseSignal } from './tuning.ts'
import './signal-list.css'

/** All signals with their shape and their threshold; the chosen one is in the middle. */
export function SignalList({ signals, rules }: { signals: Signal[]; rules: Rule[] }) {
  const chosen = useTuneStore((state) => state.signal)
  const sparks = useTuneStore((state) => state.sparks)
  const effects = useTuneStore((state) => state.answer?.preview.effects)
  return (
    <ListBox
      aria-label={text.signals}
      className="tune-signals"
      data-place-focus
      items={signals}
      dependencies={[rules, effects, sparks]}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelectionChange={(keys) => {
        const [name] = keys === 'all' ? [] : keys
        if (typeof name === 'string') chooseSignal(name)
      }}
    >
      {(signal) => {
        const spark = sparks.get(signal.name)
        return (
          <ListBoxItem id={signal.name} textValue={signal.label} className="tune-signal">
            <span className="tune-signal-words">
              <span className="tune-signal-label">{signal.label}</span>
              <span className="tune-signal-state number truncate">
                <CutWords cut={cutOf(rules, signal.name, effects)} unit={signal.unit} />
                {signal.missingCount > 0 ? <span className="muted"> · {text.missing(signal.missingCount)}</span> : null}
              </span>
            </span>
            {signal.stale ? <Badge tone="warning">{text.stale}</Badge> : null}
            {spark ? <SparkHistogram histogram={spark} widthPx={64} heightPx={24} /> : null}
          </ListBoxItem>
        )
      }}
    </ListBox>
  )
}

/** A cut in signs: `≤ 1,000`, `≥ 0.25`, `0.25 – 0.9`; the unit where there is no cut. */
export function CutWords({ cut, unit }: { cut: Cut; unit: string }) {
  if (cut.min === null && cut.max === null) return <span className="muted">{unit}</span>
  if (cut.min === null) return <strong>≤ {formatValue(cut.max ?? 0)}</strong>
  if (cut.max === null) return <strong>≥ {formatValue(cut.min)}</strong>
  return (
    <strong>
      {formatValue(cut.min)} – {formatValue(cut.max)}
    </strong>
  )
}
