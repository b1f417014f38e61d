import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#engine/dataset/migrations/migrate'
import { createJobStore } from '#engine/jobs/job-store'
import { openDatabase } from '#engine/platform/sqlite'

test('a job of a project that knew no count of failures has as many as it lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  const database = openDatabase(join(folder, 'project.sqlite'))
  migrate(database, 8)
  database.exec(`
    INSERT INTO job (id, kind, title, state, parameters, unit, started_at) VALUES (1, 'import', 'x', 'done', '{}', 'files', 0);
    INSERT INTO job_problem (job_id, unit_key, subject, reason, outcome) VALUES (1, 'a.c', 'a.c', 'It cannot be read.', 'failed');
  `)
  migrate(database)
  expect(createJobStore(database, 'project').list()).toMatchObject([{ id: 1, title: 'x', problemCount: 1, skippedCount: 0 }])
  expect(database.prepare('SELECT failed_count FROM job').pluck().all()).toEqual([null])
  database.close()
  rmSync(folder, { recursive: true })
})
