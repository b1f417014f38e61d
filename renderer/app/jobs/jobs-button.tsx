import { Activity } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { FocusKeeper } from '../../ui/focus-keeper.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { getShownProject } from '../project/project-store.ts'
import { JobCards } from './job-cards.tsx'
import { JobLogDialog } from './job-log-dialog.tsx'
import { JobProblemsDialog } from './job-problems-dialog.tsx'
import { useJobs } from './jobs-store.ts'
import { QuietJobLine } from './quiet-job-line.tsx'
import { separateQuietJobs } from './quiet-jobs.ts'
import { text } from './text.ts'
import './jobs.css'

/** The running work in the status bar, and all jobs above it. */
export function JobsButton() {
  const jobs = useJobs()
  const [isOpen, setOpen] = useState(false)
  const [asked, setAsked] = useState<{ what: 'problems' | 'log'; job: Job; project: string | null } | null>(null)
  const { asked: cards, quiet } = separateQuietJobs(jobs)
  const running = cards.filter((job) => job.state === 'running')
  const [first] = running
  const waiting = cards.find((job) => job.state === 'paused' || job.state === 'interrupted')
  const label =
    running.length > 1
      ? text.running(running.length)
      : (first?.title ?? (waiting ? `${waiting.title} · ${text.states[waiting.state].toLowerCase()}` : text.title))
  const show = (what: 'problems' | 'log', job: Job) => {
    // It would lie over the dialog.
    setOpen(false)
    setAsked({ what, job, project: getShownProject() })
  }
  return (
    <>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button
          className="status-item"
          data-testid="jobs-state"
          data-jobs={jobs.map((job) => `${job.kind}:${job.state}`).join(' ')}
        >
          <Activity size={13} aria-hidden />
          <span className="truncate">{showText(label)}</span>
          {first ? (
            <span className="status-progress">
              <ProgressBar label={first.title} value={first.total ? first.done / first.total : null} />
            </span>
          ) : null}
        </Button>
        <Popover className="ui-popover jobs-popover" placement="top end" offset={6}>
          <Dialog className="jobs-panel" aria-label={text.title}>
            <FocusKeeper />
            {cards.length === 0 ? <p className="muted">{text.empty}</p> : null}
            <JobCards jobs={cards} onShow={show} />
            {quiet.length > 0 ? (
              <section className="jobs-quiet" aria-label={text.quiet}>
                {quiet.map((job) => (
                  <QuietJobLine key={job.id} job={job} />
                ))}
              </section>
            ) : null}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {asked?.what === 'problems' ? (
        <JobProblemsDialog job={asked.job} project={asked.project} onClose={() => setAsked(null)} />
      ) : null}
      {asked?.what === 'log' ? <JobLogDialog job={asked.job} project={asked.project} onClose={() => setAsked(null)} /> : null}
    </>
  )
}
