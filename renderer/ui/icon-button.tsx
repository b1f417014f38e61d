import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps, TooltipTrigger } from 'react-aria-components'
import { showText } from '#contracts/visible-text'
import { Tooltip } from './tooltip.tsx'
import './button.css'

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: LucideIcon
  /** The name for screen readers and the tooltip. */
  label: string
  /** Key as in the command table, shown in the tooltip. */
  shortcut?: string | null
  variant?: 'primary' | 'default' | 'quiet' | 'danger'
  size?: 'small' | 'medium'
}

/** A button that shows an icon only; its label is its tooltip and its accessible name. */
export function IconButton({
  icon: Icon,
  label,
  shortcut = null,
  variant = 'quiet',
  size = 'medium',
  ...props
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...props}
        aria-label={showText(label)}
        className="ui-button ui-icon-button"
        data-variant={variant}
        data-size={size}
      >
        <Icon size={size === 'small' ? 14 : 16} strokeWidth={1.75} aria-hidden />
      </AriaButton>
      <Tooltip shortcut={shortcut}>{showText(label)}</Tooltip>
    </TooltipTrigger>
  )
}
