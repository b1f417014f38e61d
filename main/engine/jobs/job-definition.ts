import type { z } from 'zod'
import type { Job, JobKind } from '#contracts/jobs'
import type { OpenProject } from '../dataset/project/project.ts'

/** What a running job is given. */
export interface JobContext<P> {
  readonly jobId: number
  readonly project: OpenProject
  readonly parameters: P
  /** What `saveCursor` stored last, in this run or one before; null at the beginning. */
  readonly cursor: unknown
  /** Aborts when the job is paused or cancelled or the project closes. The run then stops soon by throwing the signal's reason. */
  readonly signal: AbortSignal
  /** `total` null means that it is not known yet. Cheap: call it as often as there is news. */
  progress(done: number, total: number | null): void
  /** Notes a unit that failed. The same subject again replaces the reason. */
  problem(subject: string, reason: string): void
  /** Notes a unit that was passed over on purpose, as long as the list has room. */
  skip(subject: string, reason: string): void
  /** For a run that looks at every unit again, and so would find every problem again. */
  clearProblems(): void
  /** Stores where to go on. Call it after the work it speaks of is stored. */
  saveCursor(cursor: unknown): void
}

/** A kind of long work. Only one job of a kind runs at a time. */
export interface JobDefinition<P> {
  kind: JobKind
  unit: Job['unit']
  /** Parameters are stored with the job and read again when it is resumed, maybe by a newer program. */
  parameters: z.ZodType<P>
  /**
   * Does the work, or the rest of it: it may be called again after it was stopped at any point, also by the end of the process.
   *
   * @returns the summary: one sentence.
   */
  run(context: JobContext<P>): Promise<string>
}
