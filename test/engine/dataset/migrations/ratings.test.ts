import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRatingStore } from '#engine/curation/rating/rating-store'
import { migrate } from '#engine/dataset/migrations/migrate'
import { openDatabase } from '#engine/platform/sqlite'

test('a project of before keeps its documents and can have ratings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-migration-'))
  const database = openDatabase(join(folder, 'project.sqlite'))
  migrate(database, 9)
  database.exec(
    `INSERT INTO signal (id, name, label, unit, description, producer, producer_config_hash) VALUES (7, 'x', 'X', '', '', 'p', 'h')`,
  )
  migrate(database)
  expect(database.prepare('SELECT name FROM signal WHERE id = 7').pluck().get()).toBe('x')
  const store = createRatingStore(database)
  const rater = { name: 'M', fingerprint: 'f', rubric: 'r', maxTokens: 10 }
  const id = store.define(rater)
  expect(store.define({ ...rater, name: 'Renamed' })).toBe(id)
  expect(store.define({ ...rater, rubric: 'other' })).not.toBe(id)
  expect(store.listRated(id)).toEqual([])
  expect([...store.read(id)]).toEqual([])
  database.close()
  rmSync(folder, { recursive: true })
})
