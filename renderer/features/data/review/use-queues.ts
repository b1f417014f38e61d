import { useEffect, useState } from 'react'
import type { ReviewQueue } from '#contracts/review'
import { isCancelled } from '../../../app/notices/errors.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { askProject } from '../../../app/project/project-store.ts'

/** The queues of the open project. `revision` says when they may be others; null without a project. */
export function useQueues(revision: string | null): ReviewQueue[] {
  const [queues, setQueues] = useState<ReviewQueue[]>([])
  useEffect(() => {
    if (revision === null) return
    const aborter = new AbortController()
    askProject((engine, signal) => engine.review.queues(undefined, { signal }), aborter.signal).then(setQueues, (error) => {
      if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
    })
    return () => aborter.abort()
  }, [revision])
  return queues
}
