import type { z } from 'zod'
import type { Job, JobKind } from '#contracts/jobs'
import type { LongWork } from '../platform/long-work.ts'
import type { WritableDatabase } from '../platform/sqlite.ts'
import type { Claim } from './claims.ts'

/** What jobs are kept in: as much of a project, or of the workbench, as that needs. */
export interface JobHome {
  readonly folder: string
  readonly database: WritableDatabase
}

/** What a running job of the workbench is given. */
export interface WorkbenchJobContext<P> extends LongWork {
  readonly jobId: number
  readonly parameters: P
}

/** What a running job of a project is given. */
export interface JobContext<P, Project extends JobHome> extends WorkbenchJobContext<P> {
  readonly project: Project
}

/** A kind of long work. */
interface KindOfJob<P, Context> {
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
  run(context: Context): Promise<string>
}

/** A kind of work on a project. */
export interface JobDefinition<P, Project extends JobHome> extends KindOfJob<P, JobContext<P, Project>> {
  /**
   * Removes what a run left outside of the project when its process ended in the midst of it. Called when the project is opened, with what
   * that run stored as its cursor.
   */
  tidy?(cursor: unknown, project: Project): Promise<void>
}

/** A kind of work that belongs to no project. What it reads of one, it opens by itself: the project may be closed meanwhile. */
export interface WorkbenchJobDefinition<P> extends KindOfJob<P, WorkbenchJobContext<P>> {
  /** Removes what a run left whose process ended in the midst of it. Called when the program starts. */
  tidy?(cursor: unknown): Promise<void>
}
