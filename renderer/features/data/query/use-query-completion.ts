import { useState } from 'react'
import { completeQuery, type QueryOption, type QueryWords } from '#contracts/query/complete-query'
import { readQueryHistory } from './query-history.ts'

/** An entry of the list below the query bar. */
export type ListedOption = Omit<QueryOption, 'type'> & { type: QueryOption['type'] | 'query' }

export interface QueryCompletionList {
  options: ListedOption[]
  /** Index of the option that the keys have reached, or null. */
  active: number | null
  isOpen: boolean
  open(): void
  close(): void
  /** Moves by one, round at the ends. */
  move(by: 1 | -1): void
  /** The text after an option is taken, and where the cursor is then. */
  take(option: ListedOption): { text: string; cursor: number }
}

/** What may be put at the cursor: old queries and names in an empty bar, names and values in others. */
export function useQueryCompletion(draft: string, cursor: number, words: QueryWords): QueryCompletionList {
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState<number | null>(null)
  const completion = completeQuery(draft, Math.min(cursor, draft.length), words)
  const options = isOpen ? [...listHistory(draft), ...completion.options] : []

  return {
    options,
    active: active !== null && active < options.length ? active : null,
    isOpen: options.length > 0,
    open() {
      setIsOpen(true)
      setActive(null)
    },
    close() {
      setIsOpen(false)
      setActive(null)
    },
    move(by) {
      if (options.length === 0) return
      setActive(active === null ? (by === 1 ? 0 : options.length - 1) : (active + by + options.length) % options.length)
    },
    take(option) {
      if (option.type === 'query') return { text: option.insert, cursor: option.insert.length }
      const { from, to } = completion
      const rest = draft.slice(to)
      // A value ends its condition; a name waits for its value.
      const insert = option.type === 'value' && rest === '' ? `${option.insert} ` : option.insert
      return { text: draft.slice(0, from) + insert + rest, cursor: from + insert.length }
    },
  }
}

const maxHistory = 6

function listHistory(draft: string): ListedOption[] {
  if (draft.trim() !== '') return []
  return readQueryHistory()
    .slice(0, maxHistory)
    .map((query) => ({ type: 'query', insert: query, label: query, detail: '' }))
}
