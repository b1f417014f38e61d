import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { Spinner } from './spinner.tsx'
import './button.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `primary` at most once in a view: the one thing to do next. */
  variant?: 'primary' | 'default' | 'quiet' | 'danger'
  size?: 'small' | 'medium'
  children: React.ReactNode
}

/** A push button. While `isPending` it shows a spinner, keeps its focus and ignores presses. */
export function Button({ variant = 'default', size = 'medium', children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className="ui-button" data-variant={variant} data-size={size}>
      {props.isPending ? <Spinner size={12} /> : null}
      {children}
    </AriaButton>
  )
}
