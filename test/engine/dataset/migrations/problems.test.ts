import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migration0001 } from '#engine/dataset/migrations/0001-documents'
import { migrate, schemaVersion } from '#engine/dataset/migrations/migrate'
import { openDatabase } from '#engine/platform/sqlite'

test('the problems of a project of the first version stay, as units that failed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  const database = openDatabase(join(folder, 'project.sqlite'))
  database.exec(`${migration0001}
    INSERT INTO job (id, kind, title, state, parameters, unit, started_at) VALUES (1, 'import', 'x', 'done', '{}', 'files', 0);
    INSERT INTO job_problem (job_id, subject, reason) VALUES (1, 'a.c', 'It cannot be read.');
    PRAGMA user_version = 1;
  `)
  migrate(database)
  expect(database.prepare('SELECT unit_key AS key, subject, reason, outcome FROM job_problem').all()).toEqual([
    { key: 'a.c', subject: 'a.c', reason: 'It cannot be read.', outcome: 'failed' },
  ])
  expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion)
  database.close()
  rmSync(folder, { recursive: true })
})
