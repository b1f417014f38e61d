import { formatCount, formatDuration } from '#contracts/format-quantity'
import type { Job } from '#contracts/jobs'
import { text } from './text.ts'

/** `1,200 of 3,000 files · 340 files/s · 5 s left` */
export function describeProgress(job: Job): string {
  if (job.waitsFor !== null) return text.waitsFor(job.waitsFor)
  const done = job.total === null ? formatCount(job.done) : `${formatCount(job.done)} of ${formatCount(job.total)}`
  const rate = job.ratePerSecond > 0 ? [`${formatCount(Math.round(job.ratePerSecond * 10) / 10)} ${job.unit}/s`] : []
  const left =
    job.state === 'running' && job.remainingSeconds !== null
      ? [text.remaining(formatDuration(Math.max(1, Math.round(job.remainingSeconds)) * 1000))]
      : []
  return [`${done} ${job.unit}`, ...rate, ...left].join(' · ')
}
