import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migration0001 } from '#engine/dataset/migrations/0001-documents'
import { migration0002 } from '#engine/dataset/migrations/0002-skipped-units'
import { migration0003 } from '#engine/dataset/migrations/0003-problem-keys'
import { migrate, schemaVersion } from '#engine/dataset/migrations/migrate'
import { openDatabase, type WritableDatabase } from '#engine/platform/sqlite'

let folder: string
let database: WritableDatabase

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  database = openDatabase(join(folder, 'project.sqlite'))
  for (const migration of [migration0001, migration0002, migration0003]) database.exec(migration)
  database.pragma('user_version = 3')
})

afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const all = (sql: string) => database.prepare(sql).all()

test('documents of the third version become rows of their sources, with their texts and labels', () => {
  database.exec(`
    INSERT INTO language (id, name) VALUES (1, 'C');
    INSERT INTO source (id, name, location, created_at, document_count, size_bytes)
      VALUES (1, 'a "b"', '/tmp/a "b"', 5, 2, 30), (2, 'é', '/é', 6, 1, 4);
    INSERT INTO document (id, source_id, language_id, path, size_bytes, line_count, hash) VALUES
      (0, 1, 1, 'x.c', 10, 1, zeroblob(16)), (1, 2, 1, 'x.c', 4, 2, zeroblob(16)), (2, 1, 1, 'y.c', 20, 3, randomblob(16));
    INSERT INTO document_text VALUES (0, x'00'), (1, x'01'), (2, x'02');
    INSERT INTO label VALUES (2, 'drop', 'odd', 7);
  `)
  const hashes = all('SELECT hash FROM document ORDER BY id')
  migrate(database)
  expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion)
  expect(all('SELECT id, kind, name, location, created_at, document_count, size_bytes FROM source')).toEqual([
    {
      id: 1,
      kind: 'folder',
      name: 'a "b"',
      location: JSON.stringify({ path: '/tmp/a "b"' }),
      created_at: 5,
      document_count: 2,
      size_bytes: 30,
    },
    {
      id: 2,
      kind: 'folder',
      name: 'é',
      location: JSON.stringify({ path: '/é' }),
      created_at: 6,
      document_count: 1,
      size_bytes: 4,
    },
  ])
  expect(
    all('SELECT id, source_id, ordinal, path, language_id, licence_id, repo_id, size_bytes, line_count, metadata FROM document'),
  ).toEqual(
    [
      { id: 0, source_id: 1, ordinal: 0, path: 'x.c', size_bytes: 10, line_count: 1 },
      { id: 1, source_id: 2, ordinal: 0, path: 'x.c', size_bytes: 4, line_count: 2 },
      { id: 2, source_id: 1, ordinal: 1, path: 'y.c', size_bytes: 20, line_count: 3 },
    ].map((row) => ({ ...row, language_id: 1, licence_id: null, repo_id: null, metadata: null })),
  )
  expect(all('SELECT hash FROM document ORDER BY id')).toEqual(hashes)
  expect(all('SELECT document_id, hex(zstd) AS zstd FROM document_text')).toHaveLength(3)
  expect(all('SELECT document_id, note FROM label_note')).toEqual([{ document_id: 2, note: 'odd' }])
  expect(database.pragma('foreign_key_check')).toEqual([])
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(() => database.exec('DELETE FROM document')).toThrow(/FOREIGN KEY/)
})

test('a project whose rows refer to nothing stays at its version', () => {
  database.pragma('foreign_keys = OFF')
  database.exec("INSERT INTO document_text VALUES (7, x'00')")
  database.pragma('foreign_keys = ON')
  expect(() => migrate(database)).toThrow('document_text')
  expect(database.pragma('user_version', { simple: true })).toBe(3)
})
