import type { Job, JobProblem } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { saveProblems } from './save-problems.ts'
import { text } from './text.ts'
import { useJobProblems } from './use-job-problems.ts'

/** What a job could not do or passed over, with the reason for each. */
export function JobProblemsDialog({ job, project, onClose }: { job: Job; project: string | null; onClose: () => void }) {
  const { page, isLoading, loadMore } = useJobProblems(job.id, project)
  return (
    <Dialog
      title={text.problemsTitle(showText(job.title))}
      isOpen
      onClose={onClose}
      size="large"
      footer={
        <>
          <Button onPress={() => void saveProblems(job, project)}>{text.saveProblems}</Button>
          <Button onPress={onClose}>{text.close}</Button>
        </>
      }
    >
      {page ? (
        <>
          <p className="muted">{text.problemCounts(job, page)}</p>
          <Problems heading={text.failedHeading} problems={page.problems.filter(({ outcome }) => outcome === 'failed')} />
          <Problems heading={text.skippedHeading} problems={page.problems.filter(({ outcome }) => outcome === 'skipped')} />
          {page.total > page.problems.length ? (
            <div>
              <Button isPending={isLoading} onPress={loadMore}>
                {text.moreProblems}
              </Button>
            </div>
          ) : null}
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
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end, and subjects may repeat
          <li key={index}>
            <span className="mono">{showText(problem.subject)}</span>
            <span className="muted">{showText(problem.reason)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
