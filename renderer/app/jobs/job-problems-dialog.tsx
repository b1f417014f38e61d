import { useEffect, useState } from 'react'
import { type Job, type JobProblem, maxListedSkips } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { reportError } from '../notices/notify.ts'
import { askProject } from '../project/project-store.ts'
import { text } from './text.ts'

const limit = 1000

/** What a job could not do or passed over, with the reason for each. */
export function JobProblemsDialog({ job, project, onClose }: { job: Job; project: string | null; onClose: () => void }) {
  const [page, setPage] = useState<{ total: number; problems: JobProblem[] } | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    const request = { jobId: job.id, offset: 0, limit, project }
    askProject((engine, signal) => engine.jobs.problems(request, { signal }), controller.signal).then(setPage, (error) => {
      if (!controller.signal.aborted) reportError(error)
    })
    return () => controller.abort()
  }, [job.id, project])
  return (
    <Dialog
      title={text.problemsTitle(showText(job.title))}
      isOpen
      onClose={onClose}
      size="large"
      footer={<Button onPress={onClose}>{text.close}</Button>}
    >
      {page ? (
        <>
          {page.total > page.problems.length ? (
            <p className="muted">{text.problemsShown(page.problems.length, page.total)}</p>
          ) : null}
          <Problems heading={text.failedHeading} problems={page.problems.filter(({ outcome }) => outcome === 'failed')} />
          <Problems heading={text.skippedHeading} problems={page.problems.filter(({ outcome }) => outcome === 'skipped')} />
          {job.skippedCount >= maxListedSkips ? <p className="muted">{text.skippedBound}</p> : null}
        </>
      ) : (
        <Spinner label={text.loadingProblems} />
      )}
    </Dialog>
  )
}

function Problems({ heading, problems }: { heading: string; problems: JobProblem[] }) {
  if (problems.length === 0) return null
  return (
    <section className="job-problems">
      <h3>{heading}</h3>
      <ul>
        {problems.map((problem) => (
          <li key={problem.subject}>
            <span className="mono">{showText(problem.subject)}</span>
            <span className="muted">{showText(problem.reason)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
