import './badge.css'

export type Tone = 'neutral' | 'accent' | 'warning' | 'danger'

/** A word or a count that marks something. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: React.ReactNode }) {
  return (
    <span className="ui-badge number" data-tone={tone}>
      {children}
    </span>
  )
}
