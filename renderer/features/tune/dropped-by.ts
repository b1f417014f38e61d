import type { Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import type { BoundaryRow } from '#contracts/tuning'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import { text } from './text.ts'

/** The bound whose neighbours are listed, and the side of it that they stand on. */
export interface BoundarySide {
  signal: string
  bound: Bound
  side: 'inside' | 'outside'
}

/** What the answer that lists the documents was about. */
export interface BoundaryWords {
  rules: readonly Rule[]
  signals: readonly Signal[]
}

/** Says what else than the listed bound drops a document next to it; null when nothing does. */
export function describeDrop(row: BoundaryRow, place: BoundarySide, { rules, signals }: BoundaryWords): string | null {
  const { signal, bound, side } = place
  const isOfBound = (rule: Rule) => rule.rule === 'threshold' && rule.signal === signal
  const dropping = row.droppedBy.flatMap((ruleAt) => rules[ruleAt] ?? [])
  // Outside of the bound its own signal says nothing new; inside it can only be the other bound.
  const others = side === 'outside' ? dropping.filter((rule) => !isOfBound(rule)) : dropping
  if (others.length === 0) return null
  const names = others.map((rule) => {
    if (isOfBound(rule)) return text.theBound[bound === 'min' ? 'max' : 'min']
    if (!('signal' in rule)) return text.ruleKinds[rule.rule].toLowerCase()
    return signals.find((each) => each.name === rule.signal)?.label ?? rule.signal
  })
  const distinct = [...new Set(names)]
  return side === 'inside' ? text.droppedBy(distinct) : text.alsoDroppedBy(distinct)
}
