import type { Bound } from '../../charts/cut-handle-logic.ts'
import { formatExact, parseTypedNumber } from '../../ui/format-value.ts'
import { text } from './text.ts'

/** What a typed bound comes to: a value to take, null for no bound, or why it is refused. */
export type TypedBound = { status: 'taken'; value: number | null } | { status: 'refused'; reason: string }

/** Reads a typed bound. One beyond the other bound is refused: it would drop every document that has a value. */
export function readBound(typed: string, { bound, other }: { bound: Bound; other: number | null }): TypedBound {
  const parsed = parseTypedNumber(typed)
  if (parsed.status === 'invalid') return { status: 'refused', reason: text.notANumber }
  if (parsed.status !== 'number') return { status: 'taken', value: null }
  const { value } = parsed
  if (other !== null && bound === 'min' && value > other) {
    return { status: 'refused', reason: text.aboveMaximum(formatExact(other)) }
  }
  if (other !== null && bound === 'max' && value < other) {
    return { status: 'refused', reason: text.belowMinimum(formatExact(other)) }
  }
  return { status: 'taken', value }
}
