import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#engine/dataset/migrations/migrate'
import { openDatabase } from '#engine/platform/sqlite'

test('a project of the seventh version keeps its values, and has room for what steps store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  const database = openDatabase(join(folder, 'project.sqlite'))
  migrate(database, 7)
  database.exec(`
    INSERT INTO signal (id, name, label, unit, description, producer, producer_config_hash) VALUES (7, 'a', '', '', '', '', '');
    INSERT INTO signal_piece (signal_id, first_id, float32) VALUES (7, 0, x'0000803f');
  `)
  migrate(database)
  expect(database.prepare('SELECT hex(float32) FROM signal_piece').pluck().all()).toEqual(['0000803F'])
  database.exec(`
    INSERT INTO step (id, kind, config, config_hash) VALUES (1, 's', '{}', 'h');
    INSERT INTO step_seen (step_id, first_id, bits) VALUES (1, 65536, zeroblob(8192));
    INSERT INTO step_part (step_id, first_id) VALUES (1, 0);
    INSERT INTO curation_run (job_id, recipe, started_at) VALUES (1, '', 0);
  `)
  expect(() => database.exec('INSERT INTO step_seen (step_id, first_id, bits) VALUES (1, 1, zeroblob(8192))')).toThrow('CHECK')
  database.exec('DELETE FROM step')
  expect(database.prepare('SELECT count(*) FROM step_seen').pluck().get()).toBe(0)
  database.close()
  rmSync(folder, { recursive: true })
})
