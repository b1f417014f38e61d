import { useEffect, useState } from 'react'
import type { Job, JobProblem } from '#contracts/jobs'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { client } from './client.ts'
import { reportError } from './notify.ts'
import { text } from './text.ts'

const limit = 500

/** What a job could not do, with the reason for each. */
export function JobProblemsDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const [page, setPage] = useState<{ total: number; problems: JobProblem[] } | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    client.jobs.problems({ jobId: job.id, offset: 0, limit }, { signal: controller.signal }).then(setPage, (error) => {
      if (!controller.signal.aborted) reportError(error)
    })
    return () => controller.abort()
  }, [job.id])
  return (
    <Dialog
      title={text.jobs.problemsTitle(job.title)}
      isOpen
      onClose={onClose}
      size="large"
      footer={<Button onPress={onClose}>{text.jobs.close}</Button>}
    >
      {page ? (
        <>
          {page.total > page.problems.length ? (
            <p className="muted">{text.jobs.problemsShown(page.problems.length, page.total)}</p>
          ) : null}
          <ul className="job-problems">
            {page.problems.map((problem) => (
              <li key={problem.subject}>
                <span className="mono">{problem.subject}</span>
                <span className="muted">{problem.reason}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Spinner label={text.jobs.loadingProblems} />
      )}
    </Dialog>
  )
}
