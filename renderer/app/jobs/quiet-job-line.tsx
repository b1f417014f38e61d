import { Pause, Play } from 'lucide-react'
import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { IconButton } from '../../ui/icon-button.tsx'
import { actOnJob } from './act-on-job.ts'
import { describeProgress } from './job-progress.ts'
import { text } from './text.ts'

/** Work that goes on by itself, in one line: how far it is, or what it came to. */
export function QuietJobLine({ job }: { job: Job }) {
  const words =
    job.state === 'running'
      ? `${job.title}: ${describeProgress(job)}`
      : (job.summary ?? `${job.title}: ${text.states[job.state]}`)
  return (
    <div className="job-quiet">
      <p className="number">{showText(words)}</p>
      {job.state === 'running' ? (
        <IconButton icon={Pause} size="small" label={text.pauseThat(job.title)} onPress={() => actOnJob(job, 'pause')} />
      ) : job.state === 'done' ? null : (
        <IconButton icon={Play} size="small" label={text.resumeThat(job.title)} onPress={() => actOnJob(job, 'resume')} />
      )}
    </div>
  )
}
