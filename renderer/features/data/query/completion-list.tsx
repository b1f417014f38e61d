import { History } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatCount } from '#contracts/format-quantity'
import { showText } from '#contracts/visible-text'
import { text } from '../text.ts'
import type { ListedOption } from './use-query-completion.ts'

export const completionListId = 'query-options'

/** The id that the query bar points at. */
export function completionOptionId(index: number): string {
  return `query-option-${index}`
}

/** What may be put at the cursor. The query bar keeps the focus. */
export function CompletionList(props: {
  options: readonly ListedOption[]
  active: number | null
  onTake: (option: ListedOption) => void
}) {
  const { options, active, onTake } = props
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active !== null) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} role="listbox" id={completionListId} aria-label={text.query.options} className="query-options">
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the query bar has the focus and points at the option with aria-activedescendant
        // biome-ignore lint/a11y/useKeyWithClickEvents: the query bar handles the keys
        <div
          key={`${option.type} ${option.label}`}
          role="option"
          id={completionOptionId(index)}
          aria-selected={index === active}
          className="query-option"
          // The press must not take the focus from the query bar.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          {option.type === 'query' ? <History size={13} strokeWidth={1.75} aria-label={text.query.before} /> : null}
          <span className="query-option-label mono truncate">{showText(option.label)}</span>
          <span className="query-option-detail muted truncate">{showText(option.detail)}</span>
          {option.count === undefined ? null : <span className="muted number">{formatCount(option.count)}</span>}
        </div>
      ))}
    </div>
  )
}
