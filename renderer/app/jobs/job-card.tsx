import { Pause, Play, X } from 'lucide-react'
import type { Job } from '#contracts/jobs'
import { showText } from '#contracts/visible-text'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { actOnJob } from './act-on-job.ts'
import { describeProgress } from './job-progress.ts'
import { text } from './text.ts'

const tones: Record<Job['state'], Tone> = {
  running: 'accent',
  paused: 'warning',
  interrupted: 'warning',
  done: 'neutral',
  failed: 'danger',
  cancelled: 'neutral',
}

/** One job: how far it is, how fast, what it came to, and what may be done with it. */
export function JobCard({ job, onShow }: { job: Job; onShow: (what: 'problems' | 'log') => void }) {
  const active = job.state === 'running' || job.state === 'paused' || job.state === 'interrupted'
  const mayResume = job.state !== 'running' && job.state !== 'done'
  return (
    <article className="job" aria-label={showText(job.title)}>
      <header className="job-head">
        <h3 className="truncate">{showText(job.title)}</h3>
        <Badge tone={job.waitsFor === null ? tones[job.state] : 'neutral'}>
          {job.waitsFor === null ? text.states[job.state] : text.waiting}
        </Badge>
        <span className="status-space" />
        {job.state === 'running' ? (
          <IconButton icon={Pause} size="small" label={text.pause} onPress={() => actOnJob(job, 'pause')} />
        ) : null}
        {mayResume ? <IconButton icon={Play} size="small" label={text.resume} onPress={() => actOnJob(job, 'resume')} /> : null}
        {active ? <IconButton icon={X} size="small" label={text.cancel} onPress={() => actOnJob(job, 'cancel')} /> : null}
      </header>
      {/* A bar without an end moves, which would say that a job that waits goes on. */}
      {active && job.waitsFor === null && (job.total !== null || job.state === 'running') ? (
        <ProgressBar label={showText(job.title)} value={job.total ? job.done / job.total : null} />
      ) : null}
      <p className="job-facts number">{showText(job.failure ?? job.summary ?? describeProgress(job))}</p>
      <div className="job-more">
        {job.problemCount + job.skippedCount > 0 ? (
          <Button size="small" variant="quiet" onPress={() => onShow('problems')}>
            {describeLeftOut(job)}
          </Button>
        ) : null}
        <Button size="small" variant="quiet" onPress={() => onShow('log')}>
          {text.log}
        </Button>
      </div>
    </article>
  )
}

function describeLeftOut({ problemCount, skippedCount }: Job): string {
  const parts = [problemCount > 0 && text.problems(problemCount), skippedCount > 0 && text.skipped(skippedCount)]
  return parts.filter(Boolean).join(', ')
}
