import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#engine/dataset/migrations/migrate'
import { openDatabase } from '#engine/platform/sqlite'

test('the chunks of a project of the fifth version become pieces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  const database = openDatabase(join(folder, 'project.sqlite'))
  migrate(database, 5)
  database.exec(`
    INSERT INTO signal (id, name, label, unit, description, producer, producer_config_hash) VALUES (7, 'a', '', '', '', '', '');
    INSERT INTO signal_chunk (signal_id, chunk_index, float32) VALUES (7, 0, x'0000803f'), (7, 2, x'00000040000080bf'), (7, 3, x'');
  `)
  migrate(database)
  const pieces = database.prepare('SELECT signal_id, first_id, hex(float32) AS float32 FROM signal_piece ORDER BY first_id').all()
  expect(pieces).toEqual([
    { signal_id: 7, first_id: 0, float32: '0000803F' },
    { signal_id: 7, first_id: 131072, float32: '00000040000080BF' },
  ])
  database.close()
  rmSync(folder, { recursive: true })
})
