import { X } from 'lucide-react'
import { useState } from 'react'
import type { Bound } from '../../charts/cut-handle-logic.ts'
import { formatExact, parseTypedNumber } from '../../ui/format-value.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'
import './bound-field.css'

export interface BoundFieldProps {
  bound: Bound
  value: number | null
  unit: string
  /** 0 to 100; null without a bound. */
  percentile: number | null
  onChange: (value: number | null) => void
}

/** A bound as a number of any precision. Enter or leaving the field takes it, Escape goes back. */
export function BoundField({ bound, value, unit, percentile, onChange }: BoundFieldProps) {
  /** What is being typed; null while the field follows the handle. */
  const [typed, setTyped] = useState<string | null>(null)
  const [isInvalid, setIsInvalid] = useState(false)

  const take = () => {
    if (typed === null) return
    const parsed = parseTypedNumber(typed)
    setIsInvalid(parsed.status === 'invalid')
    if (parsed.status === 'invalid') return
    setTyped(null)
    const next = parsed.status === 'number' ? parsed.value : null
    if (next !== value) onChange(next)
  }

  return (
    <div className="tune-bound">
      <TextField
        label={`${text.bounds[bound]} (${unit})`}
        value={typed ?? (value === null ? '' : formatExact(value))}
        placeholder={text.noBound[bound]}
        error={isInvalid ? text.notANumber : null}
        inputMode="decimal"
        onChange={(next) => {
          setTyped(next)
          setIsInvalid(false)
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape') {
            setTyped(null)
            setIsInvalid(false)
          }
        }}
      />
      <IconButton
        icon={X}
        label={text.clearBound[bound]}
        isDisabled={value === null}
        onPress={() => {
          setTyped(null)
          setIsInvalid(false)
          onChange(null)
        }}
      />
      <p className="tune-bound-percentile muted number">{percentile === null ? '' : text.percentile[bound](percentile)}</p>
    </div>
  )
}
