import { useCallback, useEffect, useRef, useState } from 'react'
import type { JobProblem } from '#contracts/jobs'
import { isCancelled } from '../notices/errors.ts'
import { reportError } from '../notices/notify.ts'
import { askProject } from '../project/project-store.ts'

/** In one request. */
const limit = 1000

export interface ProblemsPage {
  /** How many are listed. */
  total: number
  /** The first of them. */
  problems: JobProblem[]
}

/** The problems of a job from the first on, more at each `loadMore`. */
export function useJobProblems(jobId: number, project: string | null) {
  const [page, setPage] = useState<ProblemsPage | null>(null)
  const [isLoading, setIsLoading] = useState(false)
  const aborter = useRef(new AbortController())
  const load = useCallback(
    async (offset: number) => {
      const { signal } = aborter.current
      setIsLoading(true)
      try {
        const request = { jobId, offset, limit, project }
        const { total, problems } = await askProject(
          (engine, asking) => engine.jobs.problems(request, { signal: asking }),
          signal,
        )
        setPage((before) => ({ total, problems: [...(before?.problems.slice(0, offset) ?? []), ...problems] }))
        setIsLoading(false)
      } catch (error) {
        if (signal.aborted) return
        setIsLoading(false)
        if (!isCancelled(error)) reportError(error)
      }
    },
    [jobId, project],
  )
  useEffect(() => {
    aborter.current = new AbortController()
    void load(0)
    return () => aborter.current.abort()
  }, [load])
  return { page, isLoading, loadMore: () => void load(page?.problems.length ?? 0) }
}
