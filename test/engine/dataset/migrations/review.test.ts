import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migration0001 } from '#engine/dataset/migrations/0001-documents'
import { migration0002 } from '#engine/dataset/migrations/0002-skipped-units'
import { migration0003 } from '#engine/dataset/migrations/0003-problem-keys'
import { migrate } from '#engine/dataset/migrations/migrate'
import { unpackChunk } from '#engine/dataset/review/label-chunk'
import { openDatabase, type WritableDatabase } from '#engine/platform/sqlite'

let folder: string
let database: WritableDatabase

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  database = openDatabase(join(folder, 'project.sqlite'))
})

afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

test('labels that were rows become a column, with their times and notes', () => {
  for (const earlier of [migration0001, migration0002, migration0003]) database.exec(earlier)
  const last = 65_537
  database.exec(`
    INSERT INTO source (id, name, location, created_at) VALUES (1, 'code', '/code', 0);
    INSERT INTO language (id, name) VALUES (1, 'C');
    INSERT INTO document (id, source_id, language_id, path, size_bytes, line_count, hash)
      VALUES (0, 1, 1, 'a.c', 1, 1, zeroblob(16)), (7, 1, 1, 'b.c', 1, 1, zeroblob(16)), (${last}, 1, 1, 'c.c', 1, 1, zeroblob(16));
    INSERT INTO label (document_id, verdict, note, created_at)
      VALUES (7, 'drop', 'generated', 1700000000000), (${last}, 'unsure', '', 1700000000001);
    PRAGMA user_version = 3;
  `)
  migrate(database)
  const chunks = database.prepare<[], { i: number; zstd: Buffer }>('SELECT chunk_index AS i, zstd FROM label_chunk').all()
  expect(chunks.map(({ i }) => i)).toEqual([0, 1])
  const [first, second] = chunks.map(({ zstd }) => unpackChunk(zstd))
  expect([first?.verdicts[0], first?.verdicts[7], second?.verdicts[1]]).toEqual([0, 2, 3])
  expect([first?.origins[0], first?.origins[7], second?.origins[1]]).toEqual([0, 1, 2])
  expect(database.prepare('SELECT * FROM label_origin').all()).toEqual([
    { id: 1, created_at: 1_700_000_000_000, recipe: '' },
    { id: 2, created_at: 1_700_000_000_001, recipe: '' },
  ])
  expect(database.prepare('SELECT * FROM label_note').all()).toEqual([{ document_id: 7, note: 'generated' }])
  expect(database.prepare("SELECT 1 FROM pragma_table_list WHERE name = 'label'").get()).toBeUndefined()
})
