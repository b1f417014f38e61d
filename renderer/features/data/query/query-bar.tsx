import { Search, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Signal } from '#contracts/dataset'
import { useCommand } from '../../../app/commands/commands.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { askForText, setDraft, useDataStore } from '../data-store.ts'
import { text } from '../text.ts'
import type { Facets } from '../use-facets.ts'
import { CompletionList, completionListId, completionOptionId } from './completion-list.tsx'
import { isFindKey } from './find-key.ts'
import { findQueryProblem } from './find-query-problem.ts'
import { findTypedRepo } from './find-typed-repo.ts'
import { rememberQuery } from './query-history.ts'
import { toQueryWords } from './query-words.ts'
import { SearchStatus } from './search-status.tsx'
import { useDelayed } from './use-delayed.ts'
import { type ListedOption, useQueryCompletion } from './use-query-completion.ts'
import { useRepoNames } from './use-repo-names.ts'
import './query-bar.css'

/** A problem is shown when the typing has stopped for this long, or at once when the query is asked for. */
const PROBLEM_AFTER_MS = 800

/** One line that says which documents to show. Enter asks for them. */
export function QueryBar({ signals, facets }: { signals: Signal[]; facets: Facets | null }) {
  const draft = useDataStore((state) => state.draft)
  const asked = useDataStore((state) => state.query.text)
  const error = useDataStore((state) => state.error)
  const documentId = useDataStore((state) => state.selection.documentId)
  const input = useRef<HTMLInputElement>(null)
  const backdrop = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState(0)
  const [isPressed, setIsPressed] = useState(false)
  // Where all are listed beside the table, there is nothing to ask for.
  const hasOtherRepos = facets !== null && facets.repoCount > facets.repos.length
  const repos = useRepoNames(hasOtherRepos ? findTypedRepo(draft, cursor) : null)
  const list = useQueryCompletion(draft, cursor, toQueryWords(signals, { facets, repos, documentId }))
  const names = signals.length === 0 ? null : signals.map(({ name }) => name)
  const found = findQueryProblem({ draft, asked, error, signals: names })
  const settled = useDelayed(draft, PROBLEM_AFTER_MS)
  // While something is offered, what stands there is not meant to be whole.
  const problem = isPressed || (settled === draft && !list.isOpen) ? found : null

  useCommand('data.search', () => focusAll(input.current))
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isFindKey(event)) return
      event.preventDefault()
      focusAll(input.current)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  useLayoutEffect(() => {
    if (document.activeElement === input.current) input.current?.setSelectionRange(cursor, cursor)
  }, [cursor])

  const change = (next: string, at: number) => {
    setDraft(next)
    setCursor(at)
    setIsPressed(false)
    if (next === '') askForText('')
  }
  const take = (option: ListedOption) => {
    const taken = list.take(option)
    change(taken.text, taken.cursor)
    if (option.type === 'name') list.open()
    else list.close()
  }
  const ask = () => {
    list.close()
    setIsPressed(true)
    if (findQueryProblem({ draft, asked: '', error: null, signals: names })) return
    rememberQuery(draft)
    askForText(draft)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const option = list.active === null ? undefined : list.options[list.active]
    const handled = handleKey(event.key, {
      list,
      option,
      take,
      ask,
      isChanged: draft !== asked,
      restore: () => change(asked, asked.length),
    })
    if (handled) event.preventDefault()
  }

  return (
    <search className="query" aria-label={text.query.label}>
      <div className="query-field" data-invalid={problem !== null || undefined}>
        <Search size={15} strokeWidth={1.75} aria-hidden />
        <div className="query-line">
          <div ref={backdrop} className="query-backdrop mono" aria-hidden>
            {problem ? (
              <>
                {draft.slice(0, problem.offset)}
                <span className="query-wrong">{draft.slice(problem.offset, problem.offset + problem.length) || '\u00a0'}</span>
                {draft.slice(problem.offset + problem.length)}
              </>
            ) : null}
          </div>
          <input
            ref={input}
            className="query-input mono"
            role="combobox"
            aria-label={text.query.label}
            aria-expanded={list.isOpen}
            aria-controls={completionListId}
            aria-autocomplete="list"
            aria-activedescendant={list.active === null ? undefined : completionOptionId(list.active)}
            aria-invalid={problem !== null}
            aria-describedby="query-problem"
            placeholder={text.query.placeholder}
            spellCheck={false}
            autoComplete="off"
            value={draft}
            onChange={(event) => {
              change(event.target.value, event.target.selectionStart ?? event.target.value.length)
              list.open()
            }}
            onSelect={(event) => {
              const { selectionStart, selectionEnd } = event.currentTarget
              if (selectionStart !== null && selectionStart === selectionEnd) setCursor(selectionStart)
            }}
            onScroll={(event) => {
              if (backdrop.current) backdrop.current.scrollLeft = event.currentTarget.scrollLeft
            }}
            onKeyDown={onKeyDown}
            onBlur={list.close}
          />
        </div>
        {draft === '' ? null : <IconButton icon={X} label={text.query.clear} size="small" onPress={() => change('', 0)} />}
        {list.isOpen ? <CompletionList options={list.options} active={list.active} onTake={take} /> : null}
      </div>
      <p id="query-problem" className="query-problem" role="alert">
        {problem?.message}
      </p>
      <SearchStatus />
    </search>
  )
}

function focusAll(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}

/** What a key does in the query bar. Says whether it did something. */
function handleKey(
  key: string,
  bar: {
    list: ReturnType<typeof useQueryCompletion>
    option: ListedOption | undefined
    take: (option: ListedOption) => void
    ask: () => void
    isChanged: boolean
    restore: () => void
  },
): boolean {
  const { list, option, take, ask, isChanged, restore } = bar
  const [first] = list.options
  switch (key) {
    case 'Enter':
      if (option) take(option)
      else ask()
      return true
    case 'Tab':
      // Out of an empty bar, or with nothing to take, it goes on as anywhere.
      if (!list.isOpen || !first || (first.type === 'query' && !option)) return false
      take(option ?? first)
      return true
    case 'ArrowDown':
    case 'ArrowUp':
      if (list.isOpen) list.move(key === 'ArrowDown' ? 1 : -1)
      else list.open()
      return true
    case 'Escape':
      if (list.isOpen) list.close()
      else if (isChanged) restore()
      else return false
      return true
    default:
      return false
  }
}
