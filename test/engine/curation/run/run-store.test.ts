import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createRunStore } from '#engine/curation/run/run-store'
import { migrate } from '#engine/dataset/migrations/migrate'
import { openDatabase } from '#engine/platform/sqlite'

test('a job goes on with the run that it began, and a report of another form leaves the run in the list', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-runs-'))
  const database = openDatabase(path.join(folder, 'project.sqlite'))
  migrate(database)
  const runs = createRunStore(database)
  const first = runs.begin(7, 'recipe')
  expect(runs.begin(7, 'recipe').id).toBe(first.id)
  const counts = { documents: 1, sizeBytes: 2, tokens: 1, tokenBasis: { tokenizer: 't', countedDocuments: 0 } }
  const report = { ...counts, scoreAll: false, steps: [], rules: [], kept: null, notes: [], seconds: 0 }
  runs.saveReport(first.id, report)
  runs.end(runs.begin(8, 'other').id)
  database.prepare('UPDATE curation_run SET report = ? WHERE job_id = 8').run('{"documents":1}')
  runs.begin(9, 'before tokens')
  const { tokens: _, tokenBasis: __, ...old } = report
  database.prepare('UPDATE curation_run SET report = ? WHERE job_id = 9').run(JSON.stringify(old))
  expect(runs.list(9)).toMatchObject([
    { jobId: 9, report: { documents: 1, tokens: null, tokenBasis: null } },
    { jobId: 8, report: null, endedAt: expect.any(Number) },
    { jobId: 7, report, endedAt: null },
  ])
  database.close()
  rmSync(folder, { recursive: true })
})

test('the run that ended last is found, however many came after it and never ended', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-runs-'))
  const database = openDatabase(path.join(folder, 'project.sqlite'))
  migrate(database)
  const runs = createRunStore(database)
  expect(runs.findLastEnded()).toBeUndefined()
  const first = runs.begin(1, 'resumed').id
  const second = runs.begin(2, 'ended before').id
  const end = database.prepare('UPDATE curation_run SET ended_at = ? WHERE id = ?')
  end.run(2000, first)
  end.run(1000, second)
  for (let jobId = 3; jobId < 30; jobId++) runs.begin(jobId, 'never ended')
  expect(runs.findLastEnded()).toEqual({ endedAt: 2000, recipe: 'resumed' })
  database.close()
  rmSync(folder, { recursive: true })
})
