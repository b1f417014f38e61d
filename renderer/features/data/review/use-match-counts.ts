import { useEffect, useRef, useState } from 'react'
import type { DocumentQuery } from '#contracts/dataset'
import type { WorkbenchClient } from '#contracts/workbench'
import { client } from '../../../app/connection/client.ts'
import { reportError } from '../../../app/notices/notify.ts'

export type MatchCounts = Awaited<ReturnType<WorkbenchClient['review']['countAll']>>

/** How many documents match, and what was said of them; null until it is known. A failure is told, and `onFail` called. */
export function useMatchCounts(query: DocumentQuery, onFail: () => void): MatchCounts | null {
  const [counts, setCounts] = useState<MatchCounts | null>(null)
  const fail = useRef(onFail)
  fail.current = onFail
  useEffect(() => {
    const aborter = new AbortController()
    client.review.countAll({ query }, { signal: aborter.signal }).then(setCounts, (error) => {
      if (aborter.signal.aborted) return
      reportError(error)
      fail.current()
    })
    return () => aborter.abort()
  }, [query])
  return counts
}
