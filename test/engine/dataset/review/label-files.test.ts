import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LabelVerdict, labelVerdict } from '#contracts/label'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createExportLabelsJob } from '#engine/dataset/review/export-labels'
import { createImportLabelsJob } from '#engine/dataset/review/import-labels'
import { byPlaceSql } from '#engine/dataset/review/match-labels'
import { planLabel, planNote } from '#engine/dataset/review/plan-labels'
import { readLines } from '#engine/dataset/review/read-lines'
import { createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let file: string

beforeEach(async () => {
  fixture = createFixture()
  fixture.jobs.register(createExportLabelsJob(fixture))
  fixture.jobs.register(createImportLabelsJob(fixture))
  file = join(fixture.folder, 'labels.jsonl')
  await fixture.projects.create(fixture.projectFolder, 'Test')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const open = () => fixture.projects.getOpen('test')
const openLabels = () => fixture.labels.load(open())

async function label(path: string, verdict: LabelVerdict | null, note = ''): Promise<void> {
  const labels = await openLabels()
  const id = findId(path)
  if (verdict) await labels.edit(() => planLabel(labels, { ids: Uint32Array.of(id), verdict, recipe: 'abc' }))
  if (note) await labels.edit(() => planNote(labels, { id, text: note, recipe: 'abc' }))
}

function findId(path: string) {
  return toDocumentId(open().database.prepare<[string], number>('SELECT id FROM document WHERE path = ?').pluck().get(path) ?? -1)
}

async function readSaid(): Promise<Record<string, string>> {
  const labels = await openLabels()
  const paths = open().database.prepare<[], { id: number; path: string }>('SELECT id, path FROM document ORDER BY id').all()
  return Object.fromEntries(
    paths.flatMap(({ id, path }) => {
      const said = labels.find(toDocumentId(id))
      return said ? [[path, `${said.verdict ?? '-'} ${said.note}`.trim()]] : []
    }),
  )
}

const readFileLines = () => readFileSync(file, 'utf8').trimEnd().split('\n')

async function startAgain(name: string): Promise<void> {
  await fixture.projects.create(join(fixture.folder, name), name)
}

const tree = { 'a.c': 'a\n', 'b.c': 'b\n', 'c.c': 'c\n', 'd.c': 'd\n' }

test('labels come back in a project that imported the same files in another order and from another place', async () => {
  await fixture.importTree('code', tree)
  await label('b.c', 'drop', 'generated "by hand"\nfür 你好')
  await label('c.c', 'keep')
  await label('d.c', null, 'only a note')
  const said = await readSaid()
  const before = (await openLabels()).find(findId('c.c'))
  expect((await fixture.runJob('export-labels', { file })).summary).toBe(`Exported the labels of 3 documents to ${file}.`)
  expect(readFileLines()[0]).toMatch(/^\{"label":"drop","note":"generated .*"labelledAt":".*Z","recipe":"abc","source":"code"/)

  await startAgain('second')
  await fixture.importTree('other', { 'zz/first.txt': 'first\n' })
  await fixture.importTree('moved/code', { ...tree, '0.c': 'new\n' })
  const job = await fixture.runJob('import-labels', { file })
  expect(job).toMatchObject({ state: 'done', problemCount: 0, summary: 'Read 3 labels; 3 documents got a new one.' })
  expect(await readSaid()).toEqual(said)
  const labels = await openLabels()
  expect(labels.find(findId('c.c'))).toEqual(before)
  expect((await fixture.runJob('import-labels', { file })).summary).toBe('Read 3 labels; 0 documents got a new one.')
  await labels.step('undo')
  expect(await readSaid()).toEqual({})
})

test('a label goes to the same content wherever it is, and to no other content at the same place', async () => {
  await fixture.importTree('code', tree)
  await label('a.c', 'drop')
  await label('b.c', 'keep')
  await fixture.runJob('export-labels', { file })
  await startAgain('second')
  await fixture.importTree('moved/code', { 'a.c': 'changed\n', 'copy.c': 'a\n', 'copy-2.c': 'a\n', 'x/b.c': 'b\n' })
  const job = await fixture.runJob('import-labels', { file })
  expect(job.problemCount).toBe(0)
  expect(await readSaid()).toEqual({ 'copy.c': 'drop', 'copy-2.c': 'drop', 'x/b.c': 'keep' })
})

test('what finds no document and what is no label is counted and listed with its line, and the rest comes in', async () => {
  await fixture.importTree('code', tree)
  const hash = '0'.repeat(32)
  const lines = [
    JSON.stringify({ label: 'keep', source: 'code', ordinal: 0 }),
    '{"label":"keep"',
    JSON.stringify({ label: 'keep', hash, path: 'gone.c' }),
    '',
    JSON.stringify({ label: 'maybe', hash }),
    JSON.stringify({ label: 'keep' }),
    JSON.stringify({ label: null, source: 'code', ordinal: 1 }),
    JSON.stringify({ label: 'keep', source: 'nowhere', ordinal: 7 }),
    '[]',
    `{"label":"${'x'.repeat(300_000)}"}`,
    JSON.stringify({ label: 'unsure', source: 'code', ordinal: 1, note: 'last line without an end' }),
  ]
  writeFileSync(file, lines.join('\n'))
  const job = await fixture.runJob('import-labels', { file })
  expect(job).toMatchObject({ state: 'done', problemCount: 8 })
  expect(job.summary).toBe(
    'Read 10 labels; 2 documents got a new one. 2 labels found no document; the problems list them. 6 lines could not be read.',
  )
  const { problems } = fixture.jobs.problems({ jobId: job.id, offset: 0, limit: 100 })
  expect(problems.map(({ subject }) => subject).toSorted()).toEqual([
    'line 10',
    'line 2',
    'line 3: gone.c',
    'line 5',
    'line 6',
    'line 7',
    'line 8: nowhere, row 8',
    'line 9',
  ])
  expect(problems.find(({ subject }) => subject === 'line 9')?.reason).toBe('The line is no label: it is no JSON object.')
  expect(Object.values(await readSaid())).toEqual(['keep', 'unsure last line without an end'])
})

test('the document of a label is looked up, and not each of all documents in the labels', () => {
  const plan = open().database.prepare<[string], { detail: string }>(`EXPLAIN QUERY PLAN ${byPlaceSql}`).all('[]')
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SCAN j VIRTUAL TABLE INDEX 1:',
    'SCAN s',
    'SEARCH d USING INDEX document_ordinal (source_id=? AND ordinal=?)',
  ])
})

test('all that can be said goes out and comes back as it was', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `f${index}.c`)
  await fixture.importTree('code', Object.fromEntries(names.map((name) => [name, `${name}\n`])))
  const said = fc.record({
    verdict: fc.constantFrom(...labelVerdict.options, null),
    note: fc.string({ unit: 'binary', maxLength: 40 }).map((note) => note.toWellFormed()),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: names.length, maxLength: names.length }), async (all) => {
      const labels = await openLabels()
      const ids = Uint32Array.from(names.keys())
      await labels.edit(() => planLabel(labels, { ids, verdict: null, recipe: '' }))
      for (const [index, { verdict, note }] of all.entries()) await label(names[index] as string, verdict, note)
      const before = names.map((_, id) => labels.find(toDocumentId(id)))
      rmSync(file, { force: true })
      await fixture.runJob('export-labels', { file })
      await labels.edit(() => planLabel(labels, { ids, verdict: null, recipe: '' }))
      expect(await fixture.runJob('import-labels', { file })).toMatchObject({ state: 'done', problemCount: 0 })
      expect(names.map((_, id) => labels.find(toDocumentId(id)))).toEqual(before)
    }),
    { numRuns: 10 },
  )
})

test('a file of something else is not replaced unasked, and nothing unfinished is left', async () => {
  await fixture.importTree('code', tree)
  await label('a.c', 'keep')
  writeFileSync(file, 'a diary\n')
  expect(await fixture.runJob('export-labels', { file })).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('another text file'),
  })
  expect(readFileSync(file, 'utf8')).toBe('a diary\n')
  expect(readdirSync(fixture.folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  expect(await fixture.runJob('import-labels', { file: join(fixture.folder, 'nothing') })).toMatchObject({ state: 'failed' })
  expect(existsSync(join(fixture.folder, 'nothing'))).toBe(false)
})

test('lines are those of a plain split, wherever the parts that are read end', async () => {
  const text = `${'ä'.repeat(40_000)}\r\n\n  \nb${'\n'.repeat(3)}${'c'.repeat(70_000)}\nend`
  writeFileSync(file, text)
  const lines = []
  for await (const line of readLines(file, { maxBytes: 100_000, signal: new AbortController().signal })) lines.push(line)
  const expected = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trim() }))
  expect(lines).toEqual(expected.filter((line) => line.text !== ''))
})
