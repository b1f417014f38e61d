import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components'
import { showText } from '#contracts/visible-text'
import './field.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  /** Shown above the field; without it pass `aria-label`. */
  label?: string
  description?: React.ReactNode
  /** What is wrong and what to do; marks the field invalid. */
  error?: string | null
  placeholder?: string
  monospace?: boolean
  inputRef?: React.Ref<HTMLInputElement>
}

/** One line of text with its label, description and error. */
export function TextField({
  label,
  description,
  error = null,
  placeholder = '',
  monospace,
  inputRef = null,
  ...props
}: TextFieldProps) {
  return (
    // Not the browser's validation: that keeps a form with an invalid field from being submitted, and so from being looked at again.
    <AriaTextField
      validationBehavior="aria"
      {...props}
      isInvalid={error !== null || props.isInvalid === true}
      className="ui-field"
    >
      {label ? <Label className="ui-field-label">{label}</Label> : null}
      <Input
        className={monospace ? 'ui-input ui-input-monospace' : 'ui-input'}
        placeholder={placeholder}
        ref={inputRef}
        spellCheck={false}
        autoComplete="off"
      />
      {description ? (
        <Text slot="description" className="ui-field-description">
          {description}
        </Text>
      ) : null}
      <FieldError className="ui-field-error">{error === null ? null : showText(error)}</FieldError>
    </AriaTextField>
  )
}
