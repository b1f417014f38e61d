import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  FieldError,
  Input,
  Label,
} from 'react-aria-components'
import './field.css'

export interface NumberFieldProps extends Omit<AriaNumberFieldProps, 'className' | 'style' | 'children'> {
  label?: string
  error?: string | null
  placeholder?: string
}

/** A number that is committed on Enter or when focus leaves; arrow keys step it. NaN means empty. */
export function NumberField({ label, error = null, placeholder = '', ...props }: NumberFieldProps) {
  return (
    <AriaNumberField {...props} isInvalid={error !== null} className="ui-field">
      {label ? <Label className="ui-field-label">{label}</Label> : null}
      <Input className="ui-input ui-number-input" placeholder={placeholder} />
      <FieldError className="ui-field-error">{error}</FieldError>
    </AriaNumberField>
  )
}
