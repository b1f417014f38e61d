import { X } from 'lucide-react'
import type { Signal } from '#contracts/dataset'
import { describeRule } from '#contracts/describe-rule'
import { formatBytes, formatPlural } from '#contracts/format-quantity'
import type { Rule } from '#contracts/rule'
import type { RuleEffect } from '#contracts/tuning'
import { showText } from '#contracts/visible-text'
import { formatShare } from '../../ui/format-value.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { areSameRules, cutOf, withoutRule } from './recipe-rules.ts'
import { CutWords } from './signal-list.tsx'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import { chooseSignal, currentRules, setRules } from './tuning.ts'
import './rule-list.css'

/** All rules of the recipe with what each drops: by itself, of what those above keep, and what only it drops. */
export function RuleList({ signals, rules }: { signals: Signal[]; rules: Rule[] }) {
  const answer = useTuneStore((state) => state.answer)
  if (rules.length === 0) return <p className="tune-rules-empty muted">{text.noRules}</p>
  const preview = answer?.preview
  const documents = preview ? preview.kept.documents + preview.dropped.documents : 0
  const isAboutThese = answer !== null && areSameRules(answer.rules.map(toSubject), rules.map(toSubject))
  return (
    <ul className="tune-rules">
      {rules.map((rule, place) => (
        <RuleItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place
          key={place}
          rule={rule}
          place={place}
          signals={signals}
          effect={isAboutThese ? preview?.effects[place] : undefined}
          documents={documents}
        />
      ))}
    </ul>
  )
}

/** What stays while a handle moves. */
function toSubject(rule: Rule): Rule {
  return rule.rule === 'threshold' ? { ...rule, min: null, max: null } : rule
}

interface RuleItemProps {
  rule: Rule
  place: number
  signals: Signal[]
  effect: RuleEffect | undefined
  documents: number
}

function RuleItem({ rule, place, signals, effect, documents }: RuleItemProps) {
  const name = 'signal' in rule ? rule.signal : null
  const signal = signals.find((each) => each.name === name)
  const isChosen = useTuneStore((state) => name !== null && state.signal === name)
  const sentence = showText(describeRule(rule, (wanted) => signals.find((each) => each.name === wanted)))
  const label = name === null ? text.ruleKinds[rule.rule] : showText(signal?.label ?? name)
  const isPlain = rule.rule === 'threshold' && Object.keys(rule.languages).length === 0 && !rule.only && !rule.except
  return (
    <li className="tune-rule" data-chosen={isChosen || undefined}>
      <div className="tune-rule-head">
        <button
          type="button"
          className="truncate"
          disabled={!signal}
          title={sentence}
          onClick={() => name !== null && chooseSignal(name)}
        >
          {label}
        </button>
        {isPlain && effect ? (
          <span className="number">
            <CutWords cut={cutOf([rule], rule.signal, [effect])} unit="" />
          </span>
        ) : null}
        <IconButton
          icon={X}
          label={text.removeRule(label)}
          size="small"
          onPress={() => setRules(withoutRule(currentRules(), place))}
        />
      </div>
      {isPlain ? null : <p className="tune-rule-words">{sentence}</p>}
      {effect === undefined ? null : effect.waitsFor === null ? (
        <Effect effect={effect} documents={documents} isFirst={place === 0} />
      ) : (
        <p className="muted">
          {showText(effect.waitsFor)} {text.dropsNothing}
        </p>
      )}
    </li>
  )
}

function Effect({ effect, documents, isFirst }: { effect: RuleEffect; documents: number; isFirst: boolean }) {
  const percent = (count: number) => (documents === 0 ? 0 : (count / documents) * 100)
  return (
    <>
      <div className="tune-rule-bar" aria-hidden>
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
      {isFirst ? null : (
        <p className="muted number">
          {formatPlural(effect.droppedFirst.documents, 'document')} · {formatBytes(effect.droppedFirst.bytes)} {text.first}
        </p>
      )}
      <p className="muted number">
        {formatPlural(effect.droppedAlone.documents, 'document')} · {formatBytes(effect.droppedAlone.bytes)} {text.alone}
      </p>
    </>
  )
}
