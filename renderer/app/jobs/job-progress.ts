import { formatBytes, formatCount, formatDuration } from '#contracts/format-quantity'
import type { Job } from '#contracts/jobs'
import { text } from './text.ts'

/** `1,200 of 3,000 files · 340 files/s · 5 s left`, `1.2 MB of 3.0 MB · 340 kB/s · 5 s left` */
export function describeProgress(job: Job): string {
  if (job.waitsFor !== null) return text.waitsFor(job.waitsFor)
  const amount = job.unit === 'bytes' ? formatBytes : formatCount
  const unit = job.unit === 'bytes' ? '' : ` ${job.unit}`
  const done = job.total === null ? amount(job.done) : `${amount(job.done)} of ${amount(job.total)}`
  const rate = job.ratePerSecond > 0 ? [`${amount(Math.round(job.ratePerSecond * 10) / 10)}${unit}/s`] : []
  const left =
    job.state === 'running' && job.remainingSeconds !== null
      ? [text.remaining(formatDuration(Math.max(1, Math.round(job.remainingSeconds)) * 1000))]
      : []
  return [`${done}${unit}`, ...rate, ...left].join(' · ')
}
