import type { LucideIcon } from 'lucide-react'
import { showText } from '#contracts/visible-text'
import './empty-state.css'

export interface EmptyStateProps {
  icon: LucideIcon
  /** This and a text as `children` may hold names; what is hidden in them is shown. */
  title: string
  /** What this place is for. */
  children: React.ReactNode
  /** The button that fills it. */
  actions?: React.ReactNode
}

/** What a place shows before it has anything to show: what it is for and the one button that fills it. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <section className="ui-empty" aria-label={showText(title)}>
      <Icon size={32} strokeWidth={1.25} aria-hidden />
      <h2 className="ui-empty-title">{showText(title)}</h2>
      <p className="ui-empty-text">{typeof children === 'string' ? showText(children) : children}</p>
      {actions ? <div className="ui-empty-actions">{actions}</div> : null}
    </section>
  )
}
