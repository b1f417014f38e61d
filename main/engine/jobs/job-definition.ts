import type { z } from 'zod'
import type { Job, JobKind } from '#contracts/jobs'
import type { LongWork } from '../platform/long-work.ts'
import type { WritableDatabase } from '../platform/sqlite.ts'
import type { Claim } from './claims.ts'

/** As much of a project as keeping its jobs needs. */
export interface JobProject {
  readonly folder: string
  readonly database: WritableDatabase
}

/** What a running job is given. */
export interface JobContext<P, Project extends JobProject> extends LongWork {
  readonly jobId: number
  readonly project: Project
  readonly parameters: P
}

/** A kind of long work. */
export interface JobDefinition<P, Project extends JobProject> {
  kind: JobKind
  /** What progress counts; where it depends on the job, by its parameters. */
  unit: Job['unit'] | ((parameters: P) => Job['unit'])
  /** What nobody else may use meanwhile. Jobs that claim nothing in common run side by side; the others one after the other. */
  claims: readonly Claim[]
  /** Parameters are stored with the job and read again when it is resumed, maybe by a newer program. */
  parameters: z.ZodType<P>
  /**
   * Does the work, or the rest of it: it may be called again after it was stopped at any point, also by the end of the process.
   *
   * @returns the summary: one sentence.
   */
  run(context: JobContext<P, Project>): Promise<string>
  /**
   * Removes what a run left outside of the project when its process ended in the midst of it. Called when the project is opened, with what
   * that run stored as its cursor.
   */
  tidy?(cursor: unknown, project: Project): Promise<void>
}
