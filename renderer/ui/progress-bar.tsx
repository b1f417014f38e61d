import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import { showText } from '#contracts/visible-text'
import './progress-bar.css'

/** How far something is: `value` from 0 to 1, or null when that is not known. */
export function ProgressBar({ label, value }: { label: string; value: number | null }) {
  const percent = Math.round(Math.min(1, Math.max(0, value ?? 0)) * 100)
  return (
    <AriaProgressBar
      aria-label={showText(label)}
      value={percent}
      isIndeterminate={value === null}
      className="ui-progress"
      data-indeterminate={value === null || undefined}
    >
      <div className="ui-progress-fill" style={value === null ? {} : { width: `${percent}%` }} />
    </AriaProgressBar>
  )
}
