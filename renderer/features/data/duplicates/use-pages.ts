import { useEffect, useState } from 'react'
import type { WorkbenchClient } from '#contracts/workbench'
import { isCancelled } from '../../../app/notices/errors.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { askProject } from '../../../app/project/project-store.ts'

/** Entries that come a page at a time. */
export interface Pages<T, Head> {
  /** What is said of all of them, as the last page had it; null when the engine has none, undefined before the first page. */
  head: Head | null | undefined
  items: readonly T[]
  isLoading: boolean
  loadMore: () => void
}

type LoadPage<T, Head> = (
  engine: WorkbenchClient,
  options: { offset: number; signal: AbortSignal },
) => Promise<{ head: Head; items: readonly T[] } | null>

/** Loads the first page, and each further one when it is asked for. Another `key` begins anew. */
export function usePages<T, Head>(key: string, load: LoadPage<T, Head>): Pages<T, Head> {
  const [state, setState] = useState<{ key: string; head: Head | null; items: readonly T[] } | null>(null)
  const [wanted, setWanted] = useState<{ key: string; offset: number }>({ key, offset: 0 })
  const current = state?.key === key ? state : null
  const offset = wanted.key === key ? wanted.offset : 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what `load` loads
  useEffect(() => {
    const aborter = new AbortController()
    askProject((engine, signal) => load(engine, { offset, signal }), aborter.signal).then(
      (page) => {
        if (aborter.signal.aborted) return
        setState((before) => {
          const earlier = offset > 0 && before?.key === key ? before.items.slice(0, offset) : []
          return { key, head: page?.head ?? null, items: [...earlier, ...(page?.items ?? [])] }
        })
      },
      (error: unknown) => {
        if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [key, offset])
  const items = current?.items ?? []
  return {
    head: current ? current.head : undefined,
    items,
    isLoading: current === null || (offset > 0 && items.length <= offset),
    loadMore: () => setWanted({ key, offset: items.length }),
  }
}
