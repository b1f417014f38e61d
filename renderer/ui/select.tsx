import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as AriaSelect, Button, Label, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import './button.css'
import './field.css'
import './popover.css'
import './select.css'

export interface SelectOption<K extends string> {
  id: K
  label: string
  /** A short word on the right, e.g. a count. */
  detail?: string
}

export interface SelectProps<K extends string> {
  /** Shown above the control; without it pass `aria-label`. */
  label?: string
  'aria-label'?: string
  options: readonly SelectOption<K>[]
  value: K | null
  onChange: (value: K) => void
  placeholder?: string
  size?: 'small' | 'medium'
  isDisabled?: boolean
}

/** One choice out of a few. */
export function Select<K extends string>(props: SelectProps<K>) {
  const { label, options, value, onChange, placeholder = '', size = 'medium', isDisabled = false } = props
  return (
    <AriaSelect
      className="ui-field"
      {...(props['aria-label'] ? { 'aria-label': props['aria-label'] } : {})}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key)
        if (chosen) onChange(chosen.id)
      }}
      placeholder={placeholder}
      isDisabled={isDisabled}
    >
      {label ? <Label className="ui-field-label">{label}</Label> : null}
      <Button className="ui-button ui-select-button" data-variant="default" data-size={size}>
        <SelectValue />
        <ChevronsUpDown size={12} aria-hidden />
      </Button>
      <Popover className="ui-popover" offset={4}>
        <ListBox items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="ui-option">
              {({ isSelected }) => (
                <>
                  <span className="ui-option-check">{isSelected ? <Check size={14} aria-hidden /> : null}</span>
                  <span className="ui-option-label truncate">{option.label}</span>
                  {option.detail ? <span className="ui-option-detail number">{option.detail}</span> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
