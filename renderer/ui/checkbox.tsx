import { Check } from 'lucide-react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components'
import './checkbox.css'

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  children?: React.ReactNode
}

/** A box to tick, with its label. */
export function Checkbox({ children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className="ui-checkbox">
      {({ isSelected }) => (
        <>
          <span className="ui-checkbox-box">{isSelected ? <Check size={11} strokeWidth={3} aria-hidden /> : null}</span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}
