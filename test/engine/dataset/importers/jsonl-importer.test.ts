import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Job, JobProblem } from '#contracts/jobs'
import { jsonlImporter } from '#engine/dataset/importers/jsonl-importer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createJobStore } from '#engine/jobs/job-store'
import { createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

function write(name: string, ...parts: (string | Uint8Array)[]): string {
  const file = join(fixture.folder, name)
  writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part as string))))
  return file
}

const line = (row: unknown) => `${JSON.stringify(row)}\n`
const importFile = (path: string, limits: { maxTextBytes?: number; maxRejectedShare?: number } = {}) =>
  fixture.importPath(path, { kind: 'jsonl', ...limits })

function listProblems({ id }: Job): JobProblem[] {
  return fixture.jobs.problems({ jobId: id, offset: 0, limit: 1000 }).problems
}

async function listTexts(): Promise<[ordinal: number, text: string][]> {
  const found: [number, string][] = []
  for await (const { ordinal, bytes } of project.iterateTexts(0, project.documentCount)) found.push([ordinal, bytes.toString()])
  return found
}

test('columns that are known by their names fill a document, and the others are its metadata', async () => {
  const rows = [
    { content: 'print(1)\n', path: 'src/a.py', lang: 'python', license: 'mit', repo: 'o/r', stars: 12, id: 7, tags: ['x'] },
    { content: 'no path', lang: 'c++', license: null },
    { content: '#!/usr/bin/env ruby\n', max_stars_repo_licenses: [] },
  ]
  const job = await importFile(write('data.jsonl', ...rows.map(line)))
  expect(job).toMatchObject({ state: 'done', problemCount: 0, unit: 'bytes', summary: 'Imported 3 rows (36 B).' })
  expect(job.done).toBe(job.total)
  const documents = await project.rows([0, 1, 2], ['stars'])
  expect(documents).toMatchObject([
    { name: 'src/a.py', language: 'Python', licence: 'MIT', repo: 'o/r', ordinal: 0, signals: [12] },
    { name: 'data.jsonl, row 2', language: 'C++', licence: null, repo: null, ordinal: 1, signals: [null] },
    { name: 'data.jsonl, row 3', language: 'Ruby', ordinal: 2 },
  ])
  expect(project.readDocument(documents[0]?.id ?? (0 as never)).metadata).toEqual({ id: 7, tags: ['x'] })
})

test.each([
  ['plain', (text: Buffer) => text],
  ['gzip of two members', (text: Buffer) => Buffer.concat([gzipSync(text.subarray(0, 30)), gzipSync(text.subarray(30))])],
  [
    'Zstandard of three frames, one of them to be skipped',
    (text: Buffer) =>
      Buffer.concat([
        zstdCompressSync(text.subarray(0, 30)),
        Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]),
        zstdCompressSync(text.subarray(30)),
      ]),
  ],
] as const)('%s content is read whole, with blank lines, a byte order mark and no last line end', async (_, compress) => {
  const text = `\ufeff${line({ text: 'one' })}\n \r\n${line({ text: 'two' }).replace('\n', '\r\n')}{"text":"three"}`
  const job = await importFile(write('data', compress(Buffer.from(text))))
  expect(job).toMatchObject({ state: 'done', problemCount: 0 })
  expect(await listTexts()).toEqual([
    [0, 'one'],
    [3, 'two'],
    [4, 'three'],
  ])
})

test('every bad row is listed with its file, line and reason, and the rest goes on', async () => {
  const file = write(
    'bad.jsonl',
    line({ text: 'good' }),
    '{"text": "broken\n',
    '[1]\n',
    line({ text: 7 }),
    line({ path: 'a' }),
    '{"text":"',
    new Uint8Array([0xff, 0xfe]),
    '"}\n',
    line({ text: 'x'.repeat(101) }),
    `{"text":"${'y'.repeat(20_000_000)}"}\n`,
    line({ text: 'last' }),
  )
  const job = await importFile(file, { maxTextBytes: 100 })
  expect(job).toMatchObject({ state: 'done', problemCount: 5, skippedCount: 2 })
  expect(job.summary).toBe('Imported 2 rows (8 B). 5 rows were rejected. Skipped: 2 rows over 100 B.')
  expect(listProblems(job)).toEqual([
    { subject: 'bad.jsonl, line 2', reason: expect.stringContaining('It is not valid JSON'), outcome: 'failed' },
    { subject: 'bad.jsonl, line 3', reason: 'It is not a JSON object.', outcome: 'failed' },
    { subject: 'bad.jsonl, line 4', reason: 'Its "text" is not text.', outcome: 'failed' },
    { subject: 'bad.jsonl, line 5', reason: 'It has no "text".', outcome: 'failed' },
    { subject: 'bad.jsonl, line 6', reason: 'It is not valid UTF-8.', outcome: 'failed' },
    { subject: 'bad.jsonl, line 7', reason: 'Its text is 101 B long, over the limit of 100 B.', outcome: 'skipped' },
    { subject: 'bad.jsonl, line 8', reason: 'Its text is 20.0 MB long, over the limit of 100 B.', outcome: 'skipped' },
  ])
  expect(await listTexts()).toEqual([
    [0, 'good'],
    [8, 'last'],
  ])
})

test.each([
  ['gz', gzipSync],
  ['zst', zstdCompressSync],
] as const)('of a file that was cut off (%s) what came before is imported', async (extension, compress) => {
  const rows = Array.from({ length: 12_000 }, (_, index) => line({ text: `${index} ${Math.sin(index)}` }))
  const bytes = compress(Buffer.from(rows.join('')))
  const job = await importFile(write(`cut.jsonl.${extension}`, bytes.subarray(0, bytes.length - 100)))
  expect(job).toMatchObject({ state: 'done', problemCount: expect.toSatisfy((count) => count >= 1 && count <= 2) })
  expect(listProblems(job).at(-1)?.reason).toMatch(/^The file cannot be read on from here: it is cut off\./)
  const texts = await listTexts()
  expect(texts.length).toBeGreaterThan(100)
  expect(texts).toEqual(texts.map((_, index) => [index, `${index} ${Math.sin(index)}`]))
})

test('compressed data that is damaged, or followed by something else, is told of', async () => {
  const good = zstdCompressSync(Buffer.from(line({ text: 'good' })))
  const followed = await importFile(write('followed.zst', good, 'something else'))
  expect(followed).toMatchObject({ state: 'done', problemCount: 1, summary: 'Imported 1 row (4 B). 1 row was rejected.' })
  const damaged = gzipSync(
    Buffer.from(Array.from({ length: 5000 }, (_, index) => line({ text: `${index} ${Math.cos(index)}` })).join('')),
  )
  damaged.fill(0x55, damaged.length - 2000, damaged.length - 1500)
  const job = await importFile(write('damaged.gz', damaged))
  expect(job).toMatchObject({ state: 'done', problemCount: expect.toSatisfy((count) => count >= 1) })
  expect(listProblems(job).at(-1)?.reason).toContain('cannot be read on from here')
})

test('a compression bomb takes no memory, and the row after it is imported', async () => {
  const bomb = zstdCompressSync(Buffer.alloc(600_000_000, 'a'))
  const before = process.memoryUsage().rss
  const job = await importFile(
    write(
      'bomb.zst',
      zstdCompressSync(Buffer.from(`${line({ text: 'first' })}{"text":"`)),
      bomb,
      zstdCompressSync(Buffer.from(`"}\n${line({ text: 'last' })}`)),
    ),
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
  expect(job.summary).toBe('Imported 2 rows (9 B). Skipped: 1 row over 1.0 MB.')
})

test('an import in which too many rows are rejected stops, keeps what is in, and says so', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => (index % 10 === 0 ? 'no JSON\n' : line({ text: String(index) })))
  const file = write('many.jsonl', ...rows)
  const job = await importFile(file)
  expect(job).toMatchObject({
    state: 'failed',
    failure: expect.stringMatching(
      /^The import of many\.jsonl stopped: \d+ rows were rejected so far, 10 %, and the limit is 5 %/,
    ),
  })
  expect(project.documentCount).toBeGreaterThan(0)
  const again = await importFile(file, { maxRejectedShare: 0.2 })
  expect(again).toMatchObject({ state: 'done', problemCount: 500 })
  expect(project.documentCount).toBe(4500)
  expect(again.summary).toContain('500 rows were rejected')
})

test('a source with too many rejected rows stops itself alone, and the summary names it', async () => {
  const bad = write('bad.jsonl', line({ text: 'kept' }), 'no JSON\n'.repeat(200))
  const good = write('good.jsonl', line({ text: 'a' }))
  const toInput = (path: string) => ({ location: { kind: 'jsonl', path, table: null }, mapping: { text: 'text' } })
  const job = await fixture.runJob('import', { inputs: [toInput(bad), toInput(good)] })
  expect(job).toMatchObject({
    state: 'done',
    done: job.total,
    summary: 'Imported 2 rows (5 B). 200 rows were rejected. 1 source was not imported to the end: bad.jsonl.',
  })
  expect(listProblems(job)).toContainEqual({
    ...{ subject: bad, outcome: 'failed' },
    reason: expect.stringMatching(
      /^The import of bad\.jsonl stopped: 200 rows were rejected so far, 99\.5 %, and the limit is 5 %/,
    ),
  })
})

test('what inputs stand for is not looked for again by a job that was told', async () => {
  const file = write('data.jsonl', line({ text: 'a' }))
  const source = { location: { path: file }, name: 'as it was called', repo: 'o/r', commit: null, licence: 'MIT' }
  const location = { kind: 'jsonl', path: join(fixture.folder, 'moved-meanwhile.jsonl'), table: null }
  const job = await fixture.runJob('import', { inputs: [{ location, mapping: { text: 'text' }, source }] })
  expect(job).toMatchObject({ state: 'done', summary: 'Imported 1 row (1 B).' })
  expect(project.listSources()).toMatchObject([{ name: 'as it was called' }])
  expect(await project.rows([0], [])).toMatchObject([{ repo: 'o/r', licence: 'MIT' }])
})

test.each([
  ['plain', (text: string) => text],
  ['compressed', (text: string) => gzipSync(text)],
] as const)('the items of one list in JSON are rows (%s)', async (_, pack) => {
  const items = [{ text: 'a\n"[,]\\', tags: [1, [2]] }, { text: '' }, [1], { text: 'b', more: { deep: {} } }]
  const text = `\ufeff [\n${items.map((item) => JSON.stringify(item, null, 2)).join(' ,\r\n ')}\n]\n`
  const file = write('list.json', pack(text))
  const { columns, firstRows } = await jsonlImporter.inspect({ path: file }, new AbortController().signal)
  expect(columns.map(({ name }) => name)).toEqual(['text', 'tags', 'more'])
  expect(firstRows).toHaveLength(3)
  const job = await importFile(file)
  expect(job).toMatchObject({ state: 'done', problemCount: 1 })
  expect(listProblems(job)).toEqual([{ subject: 'list.json, item 3', reason: 'It is not a JSON object.', outcome: 'failed' }])
  expect(await listTexts()).toEqual([
    [0, 'a\n"[,]\\'],
    [1, ''],
    [3, 'b'],
  ])
})

test('where the name promises lines, a line that is a list is a row that is none, and a list of objects is one', async () => {
  const lines = await importFile(write('rows.jsonl', '[]\n{"text":"a"}\n[1]\n'))
  expect(listProblems(lines).map(({ subject }) => subject)).toEqual(['rows.jsonl, line 1', 'rows.jsonl, line 3'])
  expect(lines.summary).toBe('Imported 1 row (1 B). 2 rows were rejected.')
  const list = await importFile(write('list.ndjson', '[\n {"text":"b"}\n]\n'))
  expect(listProblems(list)).toEqual([])
})

test('what is wrong after or within a list in JSON is told of', async () => {
  const file = write('list.json', '[{"text":"a"},{"text":"b"}]\n{"text":"c"}\nrest\n')
  const job = await importFile(file)
  expect(job.summary).toBe('Imported 3 rows (3 B). 1 row was rejected.')
  const cut = await importFile(write('cut.json', '[{"text":"a"},{"text":'))
  expect(cut.summary).toBe('Imported 1 row (1 B). 1 row was rejected.')
  const empty = await importFile(write('empty.json', ' []\n'))
  expect(empty.summary).toBe('Imported 0 rows (0 B).')
})

test('rejected rows are counted exactly and listed, however many', async () => {
  const job = await importFile(write('junk.jsonl', line({ text: 'first' }), 'x\n'.repeat(30_000)), { maxRejectedShare: 1 })
  expect(job.summary).toBe('Imported 1 row (5 B). 30,000 rows were rejected.')
  expect(job.problemCount).toBe(30_000)
  const { total, problems } = fixture.jobs.problems({ jobId: job.id, offset: 0, limit: 1 })
  expect(total).toBe(30_000)
  expect(problems).toMatchObject([{ subject: 'junk.jsonl, line 2', outcome: 'failed' }])
  expect(createJobStore(project.database, 'project').list()).toMatchObject([{ problemCount: 30_000 }])
})

test('importing a file again adds the rows that are new in it', async () => {
  await importFile(write('data.jsonl', line({ text: 'a' }), line({ text: 'b' })))
  const job = await importFile(write('data.jsonl', line({ text: 'a' }), line({ text: 'b' }), line({ text: 'c' })))
  expect(job.summary).toBe('Imported 1 row (1 B). 2 rows were there already.')
  expect(project.listSources()).toMatchObject([{ kind: 'jsonl', documentCount: 3 }])
})

test('several inputs come in one job, and one that cannot be read does not keep the others out', async () => {
  const good = write('good.jsonl', line({ text: 'a' }))
  const tree = fixture.writeTree('code', { 'a.c': 'int a;\n' })
  const inputs = [
    { location: { kind: 'jsonl', path: join(fixture.folder, 'nowhere.jsonl'), table: null }, mapping: {} },
    { location: { kind: 'folder', path: tree, table: null }, mapping: {} },
    { location: { kind: 'jsonl', path: good, table: null }, mapping: { text: 'text' } },
  ]
  const job = await fixture.runJob('import', { inputs })
  expect(job).toMatchObject({
    state: 'done',
    problemCount: 1,
    total: null,
    summary: 'Imported 2 rows (8 B). 1 source was not imported to the end: nowhere.jsonl.',
  })
  expect(project.listSources().map(({ kind, documentCount }) => [kind, documentCount])).toEqual([
    ['folder', 1],
    ['jsonl', 1],
  ])
})

test('an inspection shows columns, first rows and what each column is taken for', async () => {
  const file = write(
    'data.jsonl.gz',
    gzipSync(line({ content: 'x'.repeat(500), path: 'a', n: 1 }) + line({ content: 'b', extra: { a: 1 } })),
  )
  const inspection = await jsonlImporter.inspect({ path: file }, new AbortController().signal)
  expect(inspection.columns).toEqual([
    { name: 'content', type: 'string', proposedRole: 'text' },
    { name: 'path', type: 'string', proposedRole: 'path' },
    { name: 'n', type: 'number', proposedRole: 'metadata' },
    { name: 'extra', type: 'object', proposedRole: 'metadata' },
  ])
  expect(inspection.firstRows).toEqual([
    [`${'x'.repeat(200)}…`, 'a', '1', ''],
    ['b', '', '', '{"a":1}'],
  ])
})

test('rows whose values are nested beyond all measure are told of, and neither they nor odd licences and names stop an import', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const file = write(
    'odd.jsonl',
    `{"text":"deep","more":${deep}}\n`,
    line({ text: 'words', license: [{ toString: 1 }, ['MIT'], null, 7], constructor: 'Ada' }),
    '{"text":"prototype","__proto__":{"x":1}}\n',
    line({ text: 'brackets', license: '('.repeat(100_000) }),
  )
  const job = await importFile(file, { maxRejectedShare: 1 })
  expect(job).toMatchObject({ state: 'done', problemCount: 1, summary: 'Imported 3 rows (22 B). 1 row was rejected.' })
  expect(listProblems(job)[0]?.reason).toBe('Its lists and objects lie more than 500 levels deep in each other.')
  expect(await project.rows([0, 2], [])).toMatchObject([{ licence: 'MIT AND 7' }, { licence: '('.repeat(100_000) }])
  expect(project.readDocument(0 as never).metadata).toEqual({ constructor: 'Ada' })
})
