import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import './button.css'
import './popover.css'

export interface PopoverButtonProps {
  /** What the button shows. */
  children: React.ReactNode
  /** Name of what opens, for screen readers; of the button too when it shows no text. */
  label: string
  content: React.ReactNode
  variant?: 'default' | 'quiet'
  size?: 'small' | 'medium'
}

/** A button that opens a small panel beside it. */
export function PopoverButton({ children, label, content, variant = 'default', size = 'medium' }: PopoverButtonProps) {
  return (
    <DialogTrigger>
      <AriaButton className="ui-button" data-variant={variant} data-size={size}>
        {children}
      </AriaButton>
      <Popover className="ui-popover" offset={4}>
        <Dialog aria-label={label} style={{ outline: 'none' }}>
          {content}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
