import { X } from 'lucide-react'
import type { Signal } from '#contracts/dataset'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { Cut } from '#contracts/recipe'
import type { CutEffect } from '#contracts/tuning'
import { showText } from '#contracts/visible-text'
import { formatShare } from '../../ui/format-value.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { withoutSignal } from './recipe-cuts.ts'
import { CutWords } from './signal-list.tsx'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import { chooseSignal, currentCuts, setCuts } from './tuning.ts'
import './cut-list.css'

/** All cuts of the recipe with what each drops, and what only it drops. */
export function CutList({ signals, cuts }: { signals: Signal[]; cuts: Cut[] }) {
  const answer = useTuneStore((state) => state.answer)
  if (cuts.length === 0) return <p className="tune-cuts-empty muted">{text.noCuts}</p>
  const preview = answer?.preview
  const documents = preview ? preview.kept.documents + preview.dropped.documents : 0
  return (
    <ul className="tune-cuts">
      {cuts.map((cut, index) => (
        <CutItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a recipe may hold two cuts on one signal
          key={`${cut.signal} ${index}`}
          cut={cut}
          signal={signals.find(({ name }) => name === cut.signal)}
          effect={answer?.cuts[index]?.signal === cut.signal ? preview?.effects[index] : undefined}
          documents={documents}
        />
      ))}
    </ul>
  )
}

interface CutItemProps {
  cut: Cut
  signal: Signal | undefined
  effect: CutEffect | undefined
  documents: number
}

function CutItem({ cut, signal, effect, documents }: CutItemProps) {
  const isChosen = useTuneStore((state) => state.signal === cut.signal)
  const label = showText(signal?.label ?? cut.signal)
  return (
    <li className="tune-cut" data-chosen={isChosen || undefined}>
      <div className="tune-cut-head">
        <button type="button" className="truncate" disabled={!signal} onClick={() => chooseSignal(cut.signal)}>
          {label}
        </button>
        <span className="number">
          <CutWords cut={cut} unit="" />
        </span>
        <IconButton
          icon={X}
          label={text.removeCut(label)}
          size="small"
          onPress={() => setCuts(withoutSignal(currentCuts(), cut.signal))}
        />
      </div>
      {signal === undefined ? (
        <p className="muted">{text.unknownSignal}</p>
      ) : effect ? (
        <Effect effect={effect} documents={documents} />
      ) : null}
    </li>
  )
}

function Effect({ effect, documents }: { effect: CutEffect; documents: number }) {
  const percent = (count: number) => (documents === 0 ? 0 : (count / documents) * 100)
  return (
    <>
      <div className="tune-cut-bar" aria-hidden>
        <div style={{ width: `${percent(effect.dropped.documents)}%` }} />
        <div data-alone style={{ width: `${percent(effect.droppedAlone.documents)}%` }} />
      </div>
      <p className="number">
        {text.dropped} {formatPlural(effect.dropped.documents, 'document')}
        <span className="muted">
          {' '}
          {formatShare(effect.dropped.documents, documents)} · {formatBytes(effect.dropped.bytes)}
        </span>
      </p>
      <p className="muted number">
        {formatPlural(effect.droppedAlone.documents, 'document')} · {formatBytes(effect.droppedAlone.bytes)} {text.alone}
      </p>
    </>
  )
}
