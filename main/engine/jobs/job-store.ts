import { firstWorkbenchJobId, type Job, type JobLogLine, type JobProblem, type JobScope } from '#contracts/jobs'
import type { WritableDatabase } from '../platform/sqlite.ts'

/** What a job needs in order to run again. */
export interface JobInstructions {
  parameters: unknown
  cursor: unknown
}

/** A problem as it is noted: the same key again replaces the reason. */
export interface NewProblem extends JobProblem {
  key: string
}

/** The jobs of a project, or of the workbench, as they are stored. */
export interface JobStore {
  /** Marks jobs that an ended process left running. */
  interruptAll(): void
  /** Newest first. */
  list(): Job[]
  add(job: { kind: string; title: string; unit: string; parameters: unknown }): number
  readInstructions(jobId: number): JobInstructions
  saveState(job: Job): void
  saveProgress(jobId: number, done: number, total: number | null): void
  saveCursor(jobId: number, cursor: unknown): void
  /** @returns whether the key is new. */
  addProblem(jobId: number, problem: NewProblem): boolean
  saveFailedCount(jobId: number, count: number): void
  clearProblems(jobId: number): void
  addLogLine(jobId: number, message: string): void
  /** The newest, oldest first. */
  listLog(jobId: number): JobLogLine[]
  listProblems(page: { jobId: number; offset: number; limit: number }): JobProblem[]
  countListed(jobId: number): Record<JobProblem['outcome'], number>
  /** The listed ones of an outcome whose ids are above `afterId`, by ascending id. */
  listProblemsAfter(page: { jobId: number; outcome: JobProblem['outcome']; afterId: number; limit: number }): StoredProblem[]
}

export interface StoredProblem extends JobProblem {
  id: number
}

const maxShownLines = 1000

export function createJobStore(database: WritableDatabase, scope: JobScope): JobStore {
  const firstId = scope === 'workbench' ? firstWorkbenchJobId : 1
  const interrupt = database.prepare("UPDATE job SET state = 'interrupted' WHERE state = 'running'")
  const list = database.prepare<[], Omit<Job, 'scope'>>(
    `SELECT id, kind, title, state, unit, done, total, 0 AS ratePerSecond, NULL AS remainingSeconds, NULL AS waitsFor,
            max(coalesce(failed_count, 0),
              (SELECT count(*) FROM job_problem p WHERE p.job_id = job.id AND p.outcome = 'failed')) AS problemCount,
            (SELECT count(*) FROM job_problem p WHERE p.job_id = job.id AND p.outcome = 'skipped') AS skippedCount,
            summary, failure, started_at AS startedAt, ended_at AS endedAt
     FROM job ORDER BY id DESC`,
  )
  const insert = database.prepare(
    `INSERT INTO job (id, kind, title, state, parameters, unit, started_at)
     VALUES ((SELECT coalesce(max(id) + 1, ${firstId}) FROM job), ?, ?, 'running', ?, ?, ?)`,
  )
  const instructions = database.prepare<[number], { parameters: string; cursor: string | null }>(
    'SELECT parameters, cursor FROM job WHERE id = ?',
  )
  const state = database.prepare(
    'UPDATE job SET state = ?, done = ?, total = ?, summary = ?, failure = ?, ended_at = ? WHERE id = ?',
  )
  const progress = database.prepare('UPDATE job SET done = ?, total = ? WHERE id = ?')
  const cursor = database.prepare('UPDATE job SET cursor = ? WHERE id = ?')
  const addProblem = database.prepare(
    `INSERT INTO job_problem (job_id, unit_key, subject, reason, outcome) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (job_id, unit_key) DO NOTHING`,
  )
  const replaceReason = database.prepare('UPDATE job_problem SET reason = ? WHERE job_id = ? AND unit_key = ?')
  const deleteProblems = database.prepare('DELETE FROM job_problem WHERE job_id = ?')
  const resetCount = database.prepare('UPDATE job SET failed_count = NULL WHERE id = ?')
  const failedCount = database.prepare('UPDATE job SET failed_count = ? WHERE id = ?')
  const listedCount = database
    .prepare<[number, string], number>('SELECT count(*) FROM job_problem WHERE job_id = ? AND outcome = ?')
    .pluck()
  const problemsAfter = database.prepare<[number, string, number, number], StoredProblem>(
    `SELECT id, subject, reason, outcome FROM job_problem WHERE job_id = ? AND outcome = ? AND id > ? ORDER BY id LIMIT ?`,
  )
  const addLine = database.prepare('INSERT INTO job_log (job_id, at, message) VALUES (?, ?, ?)')
  const lines = database.prepare<[number], JobLogLine>(
    `SELECT at, message FROM (SELECT id, at, message FROM job_log WHERE job_id = ? ORDER BY id DESC LIMIT ${maxShownLines}) ORDER BY id`,
  )
  const problems = database.prepare<[number, number, number], JobProblem>(
    'SELECT subject, reason, outcome FROM job_problem WHERE job_id = ? ORDER BY outcome, id LIMIT ? OFFSET ?',
  )
  return {
    interruptAll: () => {
      interrupt.run()
    },
    list: () => list.all().map((job) => ({ ...job, scope })),
    add: ({ kind, title, unit, parameters }) =>
      Number(insert.run(kind, title, JSON.stringify(parameters), unit, Date.now()).lastInsertRowid),
    readInstructions(jobId) {
      const row = instructions.get(jobId)
      if (!row) throw new Error(`The job ${jobId} is not stored.`)
      return { parameters: JSON.parse(row.parameters), cursor: row.cursor === null ? null : JSON.parse(row.cursor) }
    },
    saveState: (job) => {
      state.run(job.state, job.done, job.total, job.summary, job.failure, job.endedAt, job.id)
    },
    saveProgress: (jobId, done, total) => {
      progress.run(done, total, jobId)
    },
    saveCursor: (jobId, value) => {
      cursor.run(JSON.stringify(value), jobId)
    },
    addProblem(jobId, { key, subject, reason, outcome }) {
      if (addProblem.run(jobId, key, subject, reason, outcome).changes === 1) return true
      replaceReason.run(reason, jobId, key)
      return false
    },
    saveFailedCount: (jobId, count) => {
      failedCount.run(count, jobId)
    },
    clearProblems: (jobId) => {
      deleteProblems.run(jobId)
      resetCount.run(jobId)
    },
    addLogLine: (jobId, message) => {
      addLine.run(jobId, Date.now(), message)
    },
    listLog: (jobId) => lines.all(jobId),
    listProblems: ({ jobId, offset, limit }) => problems.all(jobId, limit, offset),
    countListed: (jobId) => ({
      failed: listedCount.get(jobId, 'failed') ?? 0,
      skipped: listedCount.get(jobId, 'skipped') ?? 0,
    }),
    listProblemsAfter: ({ jobId, outcome, afterId, limit }) => problemsAfter.all(jobId, outcome, afterId, limit),
  }
}
