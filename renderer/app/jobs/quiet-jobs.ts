import type { Job, JobKind } from '#contracts/jobs'

/** Kinds of work that the workbench starts by itself: nobody waits for them. */
const quietKinds: ReadonlySet<JobKind> = new Set(['index'])

/** Whether a job is nobody's wish; one that failed is told like any other. */
export function isQuiet({ kind, state }: Job): boolean {
  return quietKinds.has(kind) && state !== 'failed'
}

/**
 * The jobs that a person started, and what became of the work that goes on by itself: of each kind of that only the last, which stands for
 * those before it. Both newest first, as `jobs` are.
 */
export function separateQuietJobs(jobs: readonly Job[]): { asked: Job[]; quiet: Job[] } {
  const last = new Map<JobKind, Job>()
  for (const job of jobs) if (quietKinds.has(job.kind) && !last.has(job.kind)) last.set(job.kind, job)
  return {
    asked: jobs.filter((job) => !quietKinds.has(job.kind) || (last.get(job.kind) === job && job.state === 'failed')),
    quiet: [...last.values()].filter(isQuiet),
  }
}
