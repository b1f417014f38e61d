import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

export const jobKind = z.enum([
  'import',
  'curate',
  'score',
  'rate',
  'train-lm',
  'export',
  'index',
  'import-labels',
  'export-labels',
])
/** `interrupted`: the program ended while the job ran; it can be resumed. */
export const jobState = z.enum(['running', 'paused', 'interrupted', 'done', 'failed', 'cancelled'])

/** What a job belongs to: it is kept there, and ends with it. Jobs of the workbench go on whichever project is open, or none. */
export const jobScope = z.enum(['project', 'workbench'])
export type JobScope = z.infer<typeof jobScope>

/** Jobs of the workbench are numbered from here on, so that no job of a project has the number of one of them. */
export const firstWorkbenchJobId = 2 ** 40

/** Long work, kept in the project or with the workbench, so that it survives a restart. */
export const job = z.object({
  id: z.number().int(),
  scope: jobScope,
  kind: jobKind,
  title: z.string(),
  state: jobState,
  /** What `done` and `total` count. */
  unit: z.enum(['files', 'documents', 'rows', 'bytes']),
  done: z.number().int(),
  /** Null while it is not known yet. */
  total: z.number().int().nullable(),
  /** Units a second over the last seconds, 0 when not running. */
  ratePerSecond: z.number(),
  remainingSeconds: z.number().nullable(),
  /** Units that failed; `jobs.problems` lists them, unless there are more than it has room for. */
  problemCount: z.number().int(),
  /** Units that were passed over and are listed after them, at most `maxListedSkips`. The summary counts all. */
  skippedCount: z.number().int(),
  /** The title of the job that uses what this one needs: it begins when that one has ended. Null when it is at work, or not running. */
  waitsFor: z.string().nullable(),
  /** One sentence at the end of the job. */
  summary: z.string().nullable(),
  /** Why it failed: the message of the error. */
  failure: z.string().nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
})
export type Job = z.infer<typeof job>
export type JobKind = z.infer<typeof jobKind>
export type JobState = z.infer<typeof jobState>

/** More would not be read, and each change sends them all. */
export const maxListedJobs = 500

/** A folder may hold more images than code: the list shows what kinds of files were passed over, not each of a million. */
export const maxListedSkips = 1000

/**
 * One unit of a job that failed, or was passed over on purpose, while the rest went on. `subject` is a path; `reason` is a sentence.
 */
export const jobProblem = z.object({ subject: z.string(), reason: z.string(), outcome: z.enum(['failed', 'skipped']) })
export type JobProblem = z.infer<typeof jobProblem>

/** `at` is in milliseconds since 1970; `message` is a sentence. */
export const jobLogLine = z.object({ at: z.number(), message: z.string() })
export type JobLogLine = z.infer<typeof jobLogLine>

/** Jobs of two projects may have the same number, so `project` says which is meant; a job of the workbench is none of theirs. */
const jobRef = meantProject.extend({ jobId: z.number().int() })

export const jobsContract = {
  /** The newest jobs of the workbench and of the open project, and all that run, newest first, again after every change (at most about ten times a second). */
  watch: procedure.output(eventIterator(z.array(job))),
  /** Stops a job for good. What it stored stays. This, `pause` and `resume` do nothing to a job that is already as they would make it. */
  cancel: procedure.input(jobRef).output(z.void()),
  pause: procedure.input(jobRef).output(z.void()),
  /** Goes on with a paused, interrupted, failed or cancelled job without doing anything twice. */
  resume: procedure.input(jobRef).output(z.void()),
  /** What the job did and when, the newest lines, oldest first. */
  log: procedure.input(jobRef).output(z.object({ lines: z.array(jobLogLine) })),
  /** Those that failed first, then those that were passed over. `total` is how many are listed. */
  problems: procedure
    .input(jobRef.extend({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }))
    .output(z.object({ total: z.number().int(), problems: z.array(jobProblem) })),
  /**
   * Writes all that `problems` lists as JSON Lines of `outcome`, `subject` and `reason`, and says how many there are. Fails with
   * `file.would-replace` when the file is something else than such a list, until `replace` confirms it.
   */
  exportProblems: procedure
    .input(jobRef.extend({ file: path, replace: z.string().nullable().default(null) }))
    .output(z.object({ count: z.number().int() })),
}
