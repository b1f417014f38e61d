import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components'
import { KeyHint } from './key-hint.tsx'
import './tooltip.css'

/** The bubble itself, for use inside react-aria's TooltipTrigger. */
export function Tooltip({ children, shortcut = null }: { children: React.ReactNode; shortcut?: string | null }) {
  return (
    <AriaTooltip className="ui-tooltip" offset={6}>
      {children}
      {shortcut ? <KeyHint shortcut={shortcut} /> : null}
    </AriaTooltip>
  )
}

/** Gives any text a tooltip that hover and keyboard focus both open. */
export function WithTooltip({ tip, children }: { tip: React.ReactNode; children: React.ReactNode }) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Focusable>
        <button type="button" className="ui-tip">
          {children}
        </button>
      </Focusable>
      <Tooltip>{tip}</Tooltip>
    </TooltipTrigger>
  )
}
