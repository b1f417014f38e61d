import { X } from 'lucide-react'
import { useState } from 'react'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import { formatExact } from '../../ui/format-value.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { readBound } from './read-bound.ts'
import { text } from './text.ts'
import './bound-field.css'

export interface BoundFieldProps {
  bound: Bound
  value: number | null
  /** The other bound of the cut, which this one may not pass. */
  other: number | null
  unit: string
  /** 0 to 100; null without a bound. */
  percentile: number | null
  onChange: (value: number | null) => void
}

/** A bound as a number of any precision. Enter or leaving the field takes it, Escape goes back. */
export function BoundField({ bound, value, other, unit, percentile, onChange }: BoundFieldProps) {
  /** What is being typed; null while the field follows the handle. */
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const take = () => {
    if (typed === null) return
    const read = readBound(typed, { bound, other })
    setProblem(read.status === 'refused' ? read.reason : null)
    if (read.status === 'refused') return
    setTyped(null)
    if (read.value !== value) onChange(read.value)
  }

  return (
    <div className="tune-bound">
      <TextField
        label={`${text.bounds[bound]} (${unit})`}
        value={typed ?? (value === null ? '' : formatExact(value))}
        placeholder={text.noBound[bound]}
        error={problem}
        inputMode="decimal"
        onChange={(next) => {
          setTyped(next)
          setProblem(null)
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape') {
            setTyped(null)
            setProblem(null)
          }
        }}
      />
      <IconButton
        icon={X}
        label={text.clearBound[bound]}
        isDisabled={value === null}
        onPress={() => {
          setTyped(null)
          setProblem(null)
          onChange(null)
        }}
      />
      <p className="tune-bound-percentile muted number">{percentile === null ? '' : text.percentile[bound](percentile)}</p>
    </div>
  )
}
