import { type CurationReport, type CurationRun, curationReport } from '#contracts/curation-report'
import type { WritableDatabase } from '../../platform/sqlite.ts'

/** The runs of recipes on a project. */
export interface RunStore {
  /** The run that the job began before, or a new one. */
  begin(jobId: number, recipe: string): CurationRun
  saveReport(runId: number, report: CurationReport): void
  end(runId: number): void
  /** Newest first. */
  list(limit: number): CurationRun[]
  /** The run that came to its end last. */
  findLastEnded(): { endedAt: number; recipe: string } | undefined
}

const columns = 'id, job_id AS jobId, recipe, started_at AS startedAt, ended_at AS endedAt, report'

export function createRunStore(database: WritableDatabase): RunStore {
  type Row = Omit<CurationRun, 'report'> & { report: string | null }
  const find = database.prepare<[number], Row>(`SELECT ${columns} FROM curation_run WHERE job_id = ?`)
  const list = database.prepare<[number], Row>(`SELECT ${columns} FROM curation_run ORDER BY id DESC LIMIT ?`)
  const insert = database.prepare('INSERT INTO curation_run (job_id, recipe, started_at) VALUES (?, ?, ?)')
  const report = database.prepare('UPDATE curation_run SET report = ? WHERE id = ?')
  const end = database.prepare('UPDATE curation_run SET ended_at = ? WHERE id = ?')
  const lastEnded = database.prepare<[], { endedAt: number; recipe: string }>(
    'SELECT ended_at AS endedAt, recipe FROM curation_run WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1',
  )
  const read = (row: Row): CurationRun => ({ ...row, report: row.report === null ? null : readReport(row.report) })
  const findRun = (jobId: number) => {
    const row = find.get(jobId)
    return row && read(row)
  }
  return {
    begin(jobId, recipe) {
      if (!find.get(jobId)) insert.run(jobId, recipe, Date.now())
      const run = findRun(jobId)
      if (!run) throw new Error(`The run of job ${jobId} was not stored.`)
      return run
    },
    saveReport: (runId, value) => {
      report.run(JSON.stringify(value), runId)
    },
    end: (runId) => {
      end.run(Date.now(), runId)
    },
    list: (limit) => list.all(limit).map(read),
    findLastEnded: () => lastEnded.get(),
  }
}

/** Null when a program wrote it whose reports had another form: the run is still listed. */
function readReport(stored: string): CurationReport | null {
  return curationReport.safeParse(JSON.parse(stored)).data ?? null
}
