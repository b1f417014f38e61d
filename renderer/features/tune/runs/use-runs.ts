import { useEffect, useState } from 'react'
import type { CurationRun } from '#contracts/curation-report'
import { useJobs } from '../../../app/jobs/jobs-store.ts'
import { reportError } from '../../../app/notices/notify.ts'
import { askProject } from '../../../app/project/project-store.ts'
import { useThrottled } from '../../../ui/use-throttled.ts'

/** How often the report of a run that goes on is asked for. */
const REFRESH_MS = 1000

/** The runs of recipes on the open project, newest first; asked again while one goes on. Null until they are known. */
export function useRuns(): CurationRun[] | null {
  const [runs, setRuns] = useState<CurationRun[] | null>(null)
  const jobs = useJobs().filter(({ kind }) => kind === 'curate')
  const change = useThrottled(jobs.map(({ id, state, done }) => `${id} ${state} ${done}`).join(), REFRESH_MS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change says that there is something new
  useEffect(() => {
    const controller = new AbortController()
    askProject((engine, signal) => engine.curation.runs({}, { signal }), controller.signal).then(
      (answer) => setRuns(answer.runs),
      (error) => {
        if (!controller.signal.aborted) reportError(error)
      },
    )
    return () => controller.abort()
  }, [change])
  return runs
}
