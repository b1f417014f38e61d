import { useEffect, useState } from 'react'
import { isCancelled } from '../../../app/notices/errors.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { askProject } from '../../../app/project/project-store.ts'

const none: string[] = []

/** Names of repositories that have these characters; none for null. The last ones stay until new ones have come. */
export function useRepoNames(part: string | null): string[] {
  const [names, setNames] = useState(none)
  useEffect(() => {
    if (part === null) {
      setNames(none)
      return
    }
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.completeRepos({ part }, { signal }), aborter.signal).then(
      setNames,
      (error: unknown) => {
        if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [part])
  return names
}
