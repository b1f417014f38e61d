import type { Job } from '#contracts/jobs'
import { notify } from '../notices/notify.ts'
import { jobsStore } from './jobs-store.ts'
import { isQuiet } from './quiet-jobs.ts'
import { text } from './text.ts'

/** Long enough to read why; the list of jobs keeps it. */
const failureNoticeMs = 30_000

/** Tells the person from now on when a job comes to its end, wherever they are. */
export function announceJobs(): void {
  const startedAt = Date.now()
  const announced = new Set<string>()
  jobsStore.subscribe(({ value }) => {
    for (const job of findEnded(value ?? [], { since: startedAt, announced })) {
      if (job.state === 'failed') {
        notify({ tone: 'error', title: text.failedTitle(job.title), message: job.failure, lastsMs: failureNoticeMs })
      } else {
        notify({
          tone: job.problemCount > 0 ? 'warning' : 'success',
          title: text.doneTitle(job.title),
          message: job.summary,
        })
      }
    }
  })
}

/**
 * The jobs that are done or failed and were not announced before; they are noted as announced. Those that ended before `since`
 * are history: a project shows all that it ever ran. Work that nobody asked for ends without a word.
 */
export function findEnded(jobs: readonly Job[], seen: { since: number; announced: Set<string> }): Job[] {
  return jobs.filter((job) => {
    if (isQuiet(job) || (job.state !== 'done' && job.state !== 'failed') || job.endedAt === null || job.endedAt < seen.since)
      return false
    const end = `${job.id} ${job.startedAt} ${job.endedAt}`
    if (seen.announced.has(end)) return false
    seen.announced.add(end)
    return true
  })
}
