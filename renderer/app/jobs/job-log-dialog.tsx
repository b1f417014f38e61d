import { useEffect, useState } from 'react'
import type { Job, JobLogLine } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { reportError } from '../notices/notify.ts'
import { askProject } from '../project/project-store.ts'
import { text } from './text.ts'

/** What a job did and when, as it stood when this was opened. */
export function JobLogDialog({ job, project, onClose }: { job: Job; project: string | null; onClose: () => void }) {
  const [lines, setLines] = useState<JobLogLine[] | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    const request = { jobId: job.id, project }
    askProject((engine, signal) => engine.jobs.log(request, { signal }), controller.signal).then(
      (log) => setLines(log.lines),
      (error) => {
        if (!controller.signal.aborted) reportError(error)
      },
    )
    return () => controller.abort()
  }, [job.id, project])
  return (
    <Dialog
      title={text.logTitle(showText(job.title))}
      isOpen
      onClose={onClose}
      size="large"
      footer={<Button onPress={onClose}>{text.close}</Button>}
    >
      {lines ? (
        <ol className="job-log">
          {lines.map(({ at, message }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change while it is shown
            <li key={index}>
              <time className="mono muted" dateTime={new Date(at).toISOString()}>
                {new Date(at).toLocaleString('en', { dateStyle: 'short', timeStyle: 'medium' })}
              </time>
              <span>{showText(message)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <Spinner label={text.loadingLog} />
      )}
    </Dialog>
  )
}
