import { implement } from '@orpc/server'
import { jobsContract } from '#contracts/jobs'
import type { FileGuard } from '../platform/file-guard.ts'
import { exportProblems } from './export-problems.ts'
import type { Jobs } from './jobs.ts'

/** Serves the jobs contract. */
export function createJobsRouter({ jobs, files }: { jobs: Jobs; files: FileGuard }) {
  const os = implement(jobsContract)
  return os.router({
    watch: os.watch.handler(({ signal }) => jobs.list.watch(signal)),
    cancel: os.cancel.handler(({ input }) => jobs.cancel(input.jobId, input.project)),
    pause: os.pause.handler(({ input }) => jobs.pause(input.jobId, input.project)),
    resume: os.resume.handler(({ input }) => jobs.resume(input.jobId, input.project)),
    log: os.log.handler(({ input }) => ({ lines: jobs.log(input.jobId, input.project) })),
    exportProblems: os.exportProblems.handler(async ({ input }) => ({
      count: await exportProblems(input, { jobs, files }),
    })),
    problems: os.problems.handler(({ input }) => jobs.problems(input)),
  })
}
