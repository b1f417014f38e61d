import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import './segmented.css'

export interface SegmentedProps<K extends string> {
  /** Name of the choice, for screen readers and before the buttons. */
  label: string
  options: readonly { id: K; label: string; isDisabled?: boolean }[]
  value: K
  onChange: (value: K) => void
}

/** One choice out of two or three that are all in view. */
export function Segmented<K extends string>({ label, options, value, onChange }: SegmentedProps<K>) {
  return (
    <div className="ui-segmented">
      <span className="ui-segmented-label" aria-hidden>
        {label}
      </span>
      <ToggleButtonGroup
        aria-label={label}
        className="ui-segmented-group"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value]}
        onSelectionChange={(keys) => {
          const chosen = options.find((option) => keys.has(option.id))
          if (chosen) onChange(chosen.id)
        }}
      >
        {options.map((option) => (
          <ToggleButton key={option.id} id={option.id} className="ui-segmented-button" isDisabled={option.isDisabled ?? false}>
            {option.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  )
}
