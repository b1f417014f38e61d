import { LoaderCircle } from 'lucide-react'
import './spinner.css'

/** Says that something is going on whose end is not known. With a label it speaks to screen readers too. */
export function Spinner({ size = 16, label }: { size?: number; label?: string }) {
  const icon = <LoaderCircle className="ui-spinner" size={size} strokeWidth={2} aria-hidden />
  return label ? (
    <span role="status" aria-label={label}>
      {icon}
    </span>
  ) : (
    icon
  )
}
