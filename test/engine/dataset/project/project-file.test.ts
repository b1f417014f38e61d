import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pathOrderSql } from '#engine/dataset/documents/document-order'
import { recordSql } from '#engine/dataset/documents/document-reader'
import { schemaVersion } from '#engine/dataset/migrations/migrate'
import { createProjectFile, openProjectFile } from '#engine/dataset/project/project-file'
import { openDatabase } from '#engine/platform/sqlite'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-file-'))
  file = join(folder, 'project.sqlite')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Opening fails with the code and leaves the folder byte for byte as it is. */
function expectRefused(code: string): void {
  const before = hashFolder()
  expect(() => openProjectFile(file)).toThrow(expect.objectContaining({ code }))
  expect(hashFolder()).toEqual(before)
}

function hashFolder(): Record<string, string> {
  const names = readdirSync(folder).sort()
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

function setPragma(pragma: string): void {
  const database = openDatabase(file)
  database.pragma(pragma)
  database.close()
}

test('a new file has every table, strict, and opens with the name it was given', () => {
  createProjectFile(file, 'My data')
  const database = openProjectFile(file)
  expect(database.pragma('user_version', { simple: true })).toBe(schemaVersion)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.prepare('SELECT name, revision FROM project').get()).toEqual({ name: 'My data', revision: 0 })
  const tables = database
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 1 ORDER BY name")
    .pluck()
    .all()
  expect(tables).toEqual([
    'curation_run',
    'document',
    'document_text',
    'edit',
    'edit_label_chunk',
    'edit_value',
    'finding',
    'job',
    'job_log',
    'job_problem',
    'label_chunk',
    'label_note',
    'label_origin',
    'language',
    'licence',
    'project',
    'project_value',
    'rater',
    'rating',
    'recipe_revision',
    'repo',
    'signal',
    'signal_piece',
    'source',
    'step',
    'step_part',
    'step_seen',
  ])
  database.close()
})

test('what refers to something that is not there is refused', () => {
  createProjectFile(file, 'x')
  const database = openProjectFile(file)
  expect(() => database.exec("INSERT INTO document_text VALUES (7, x'00')")).toThrow(/FOREIGN KEY/)
  database.close()
})

test('a file of another kind is refused untouched', () => {
  writeFileSync(file, 'not a database at all, but long enough to have a header of a hundred bytes '.repeat(3))
  expectRefused('project.corrupt')
})

test('an empty file is refused untouched', () => {
  writeFileSync(file, '')
  expectRefused('project.corrupt')
})

test('a database of another program is refused untouched', () => {
  const database = openDatabase(file)
  database.exec('CREATE TABLE bookmarks (id INTEGER PRIMARY KEY)')
  database.close()
  expectRefused('project.corrupt')
})

test('a file that was cut off is refused untouched', () => {
  createProjectFile(file, 'x')
  truncateSync(file, 8192 * 3)
  expectRefused('project.corrupt')
})

test('a file with damaged pages is refused untouched', () => {
  createProjectFile(file, 'x')
  const bytes = readFileSync(file)
  bytes.fill(0x5a, 8192, 8192 * 6)
  writeFileSync(file, bytes)
  expectRefused('project.corrupt')
})

test('a file of a newer version is refused untouched, and the error names both versions', () => {
  createProjectFile(file, 'x')
  setPragma(`user_version = ${schemaVersion + 1}`)
  expectRefused('project.too-new')
  expect(() => openProjectFile(file)).toThrow(
    expect.objectContaining({ data: { file, version: schemaVersion + 1, supported: schemaVersion } }),
  )
})

test('a creation that was cut short leaves no project behind, and the next one succeeds', () => {
  writeFileSync(`${file}.new`, 'half')
  createProjectFile(file, 'x')
  expect(readdirSync(folder)).toEqual(['project.sqlite'])
})

/** Queries that run for each file, page or column: none of them may read a whole table. */
const hotQueries = {
  'a file is looked up before it is imported': 'SELECT 1 FROM document WHERE path = ? AND source_id = ?',
  'the pieces of a column are read':
    'SELECT first_id, float32 FROM signal_piece WHERE signal_id = ? AND first_id >= ? ORDER BY first_id',
  'a row of a source is looked up before it is stored': 'SELECT 1 FROM document WHERE source_id = ? AND ordinal = ?',
  'a row of the table is read': recordSql,
  'a page of problems is read':
    'SELECT subject, reason, outcome FROM job_problem WHERE job_id = ? ORDER BY outcome, id LIMIT ? OFFSET ?',
  'large sizes are looked up': 'SELECT id, size_bytes FROM document WHERE size_bytes > 16777216',
}

test.each(Object.entries(hotQueries))('%s by an index', (_, sql) => {
  createProjectFile(file, 'x')
  const database = openProjectFile(file)
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(sql.split('?').length - 1).fill(1)) as {
    detail: string
  }[]
  database.close()
  expect(plan.map(({ detail }) => detail).filter((detail) => !detail.startsWith('SEARCH'))).toEqual([])
})

test('the order of paths is read from one index, without sorting all documents', () => {
  createProjectFile(file, 'x')
  const database = openProjectFile(file)
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${pathOrderSql('ascending')}`).all() as { detail: string }[]
  database.close()
  expect(plan[0]?.detail).toBe('SCAN document USING COVERING INDEX document_path')
  expect(plan.slice(1).map(({ detail }) => detail)).toEqual(['USE TEMP B-TREE FOR LAST TERM OF ORDER BY'])
})
