import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ExportFormat } from '#contracts/exports'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { checkExportTarget } from '#engine/dataset/export/check-target'
import { createExportJob } from '#engine/dataset/export/export-job'
import { planLabel } from '#engine/dataset/review/plan-labels'
import { threshold } from '../../../support/threshold.ts'
import { createFixture, type Fixture, waitForJob } from '../project-fixture.ts'

let fixture: Fixture
let file: string

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  await fixture.importTree('code', {
    'a.c': 'int a;\n',
    'b.py': '# ünïcode\nx = "\\"\u2028"\n',
    'c.c': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
    'd.c': 'long enough to be dropped by a cut on its size',
  })
  fixture.rules = [threshold('size', { max: 30 })]
  file = join(fixture.folder, 'out', 'data.jsonl')
  fixture.writeTree('out', { 'other.txt': 'stays' })
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

function readLines(): Record<string, unknown>[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => JSON.parse(line))
}

test('kept documents are written one a line, with text, origin, hash and signals', async () => {
  const job = await fixture.runJob('export', { target: file, format: 'jsonl', which: 'kept' })
  expect(job).toMatchObject({ state: 'done', unit: 'documents', done: 3, total: 3, problemCount: 0 })
  expect(job.summary).toContain('Exported 3 documents')
  const lines = readLines()
  expect(lines.map(({ path }) => path)).toEqual(['a.c', 'b.py', 'c.c'])
  expect(lines[0]).toEqual({
    ...{ text: 'int a;\n', path: 'a.c', language: 'C', licence: null, repo: null, source: 'code', ordinal: 0, size: 7 },
    hash: fixture.projects.getOpen('test').readDocument(toDocumentId(0)).hash,
    signals: expect.objectContaining({ size: 7, lines: 1, max_line_length: 6 }),
  })
  expect(lines[1]?.text).toBe('# ünïcode\nx = "\\"\u2028"\n')
  expect(lines[2]).toMatchObject({ text: 'caf\ufffd\n', lossy: true })
})

test('dropped documents are written with the bounds they hit', async () => {
  await fixture.runJob('export', { target: file, format: 'jsonl', which: 'dropped' })
  expect(readLines()).toMatchObject([
    {
      path: 'd.c',
      hits: [
        {
          kind: 'threshold',
          rule: 0,
          signal: 'size',
          bound: 'max',
          cut: 30,
          value: 46,
          reason: 'Size 46 is 16 above the maximum of 30.',
        },
      ],
    },
  ])
})

test('all documents are written, and only those dropped have hits', async () => {
  await fixture.runJob('export', { target: file, format: 'jsonl', which: 'all' })
  expect(readLines().map((line) => 'hits' in line)).toEqual([false, false, false, true])
})

test('an export of nothing is an empty file', async () => {
  fixture.rules = []
  await fixture.runJob('export', { target: file, format: 'jsonl', which: 'dropped' })
  expect(readFileSync(file, 'utf8')).toBe('')
})

test('a file that exists is replaced as a whole, and an export that is stopped leaves it as it was', async () => {
  const before = '{"text":"before"}\n'
  writeFileSync(file, before)
  const jobId = fixture.jobs.start({ kind: 'export', title: 'x', parameters: { target: file, format: 'jsonl', which: 'all' } })
  await fixture.jobs.cancel(jobId)
  expect(fixture.jobs.list.get()[0]?.state).toBe('cancelled')
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(readdirSync(join(fixture.folder, 'out')).sort()).toEqual(['data.jsonl', 'other.txt'])
  fixture.jobs.resume(jobId)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done' })
  expect(readLines()).toHaveLength(4)
})

test('an export that the closing of the project stops can be resumed', async () => {
  const jobId = fixture.jobs.start({
    kind: 'export',
    title: 'x',
    parameters: { target: file, format: 'jsonl', which: 'dropped' },
  })
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'interrupted', failure: null })
  fixture.jobs.resume(jobId)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done' })
  expect(readLines()).toHaveLength(1)
})

const script = fileURLToPath(new URL('export-child.ts', import.meta.url))

/** Exports in another process, which kills itself when the unfinished file is there. Gives that file's name. */
async function exportAndDie(format: ExportFormat = 'jsonl'): Promise<string> {
  const args = [script, fixture.projectFolder, file, format, join(fixture.folder, 'user')]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  const [partial, ...others] = listPartials()
  expect(others).toEqual([])
  return partial ?? ''
}

const listPartials = () => readdirSync(join(fixture.folder, 'out')).filter((name) => name.endsWith('.partial'))

test('what a killed export left goes when its project is opened, and nothing that is another export’s', async () => {
  await fixture.projects.close()
  const partial = await exportAndDie()
  const ofAnother = partial.replace(/[0-9a-f]{16}/, 'fedcba9876543210')
  writeFileSync(join(fixture.folder, 'out', ofAnother), 'being written')
  cpSync(fixture.projectFolder, join(fixture.folder, 'copy'), { recursive: true })

  await fixture.projects.open(join(fixture.folder, 'copy'))
  const jobId = fixture.jobs.list.get()[0]?.id ?? 0
  fixture.jobs.resume(jobId)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done' })
  expect(listPartials().sort()).toEqual([partial, ofAnother].sort())

  await fixture.projects.open(fixture.projectFolder)
  await expect.poll(listPartials).toEqual([ofAnother])
})

test('an export that was killed and is resumed leaves only its file', async () => {
  await fixture.projects.close()
  await exportAndDie()
  await fixture.projects.open(fixture.projectFolder)
  const jobId = (await waitForExport()).id
  fixture.jobs.resume(jobId)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done' })
  expect(readLines()).toHaveLength(4)
  expect(listPartials()).toEqual([])
})

async function waitForExport() {
  for await (const list of fixture.jobs.list.watch()) {
    const job = list.find(({ kind }) => kind === 'export')
    if (job) return job
  }
  throw new Error('The list of jobs ended.')
}

test('any name that the file system allows is a name for an export', async () => {
  for (const name of [`${'e'.repeat(249)}.jsonl`, `${'界'.repeat(83)}.jsonl`]) {
    const { state } = await fixture.runJob('export', { target: join(fixture.folder, 'out', name), format: 'jsonl', which: 'all' })
    expect([state, existsSync(join(fixture.folder, 'out', name))]).toEqual(['done', true])
  }
  expect(listPartials()).toEqual([])
})

test('the project itself is no place for an export', async () => {
  const project = join(fixture.projectFolder, 'project.sqlite')
  const before = readFileSync(project)
  expect(await fixture.runJob('export', { target: project, format: 'jsonl', which: 'all' })).toMatchObject({ state: 'failed' })
  expect(readFileSync(project).equals(before)).toBe(true)
})

test('a place that cannot be written is refused at once', async () => {
  const check = (target: string) =>
    checkExportTarget({ files: fixture.files, projectFolder: fixture.projectFolder }, { target, format: 'jsonl', replace: null })
  await expect(check(join(fixture.folder, 'nowhere', 'x.jsonl'))).rejects.toMatchObject({ code: 'file.not-found' })
  await expect(check(join(fixture.folder, 'out'))).rejects.toMatchObject({ code: 'file.failed' })
  await expect(check(file)).resolves.toBeUndefined()
  await expect(check(join(fixture.projectFolder, 'project.sqlite'))).rejects.toMatchObject({ code: 'input.invalid' })
  expect(existsSync(file)).toBe(false)
})

test('a file of another kind is replaced by whoever confirmed it, also when it comes while the export runs', async () => {
  const other = join(fixture.folder, 'out', 'other.txt')
  const refused = await fixture.runJob('export', { target: other, format: 'jsonl', which: 'all' })
  expect(refused).toMatchObject({ state: 'failed', failure: expect.stringContaining('other.txt is another text file') })
  expect(readFileSync(other, 'utf8')).toBe('stays')
  const refusal = await checkExportTarget(
    { files: fixture.files, projectFolder: fixture.projectFolder },
    { target: other, format: 'jsonl', replace: null },
  ).catch((error) => error)
  const job = await fixture.runJob('export', { target: other, format: 'jsonl', which: 'all', replace: refusal.data.confirmation })
  expect(job.state).toBe('done')
  // It is an export now.
  expect(await fixture.runJob('export', { target: other, format: 'jsonl', which: 'kept' })).toMatchObject({ state: 'done' })

  const kept = async () => new Uint8Array(4)
  const hits = async () => {
    writeFileSync(file, 'came in between')
    return []
  }
  fixture.jobs.register(
    createExportJob({ ...fixture, getDecisions: () => ({ ...fixture.getDecisions(), kept, hits }), programVersion: '0' }),
  )
  expect(await fixture.runJob('export', { target: file, format: 'jsonl', which: 'all' })).toMatchObject({ state: 'failed' })
  expect([readFileSync(file, 'utf8'), listPartials()]).toEqual(['came in between', []])
})

test('a folder holds the files as they were, and a killed export of one leaves neither itself nor anything of before', async () => {
  file = join(fixture.folder, 'out', 'tree')
  const exported = await fixture.runJob('export', {
    target: file,
    format: 'folder',
    which: 'all',
    properties: ['path'],
    signals: [],
  })
  expect(exported).toMatchObject({ state: 'done', summary: expect.stringContaining('Exported 4 documents (82 B)') })
  expect(readFileSync(join(file, 'documents/code/c.c'))).toEqual(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]))
  expect(readdirSync(file).sort()).toEqual(['README.md', 'documents', 'documents.jsonl', 'manifest.json'])
  expect(readFileSync(join(file, 'documents.jsonl'), 'utf8').split('\n')[2]).toBe(
    '{"file":"documents/code/c.c","path":"c.c","lossy":true}',
  )
  rmSync(file, { recursive: true })
  await fixture.projects.close()
  await exportAndDie('folder')
  await fixture.projects.open(fixture.projectFolder)
  await expect.poll(listPartials).toEqual([])
  expect(existsSync(file)).toBe(false)
})

test('the manifest has counts, hashes, what was asked for and by what rules; the card says it to people', async () => {
  const query = { languages: ['C', 'Python'], sourceIds: [1], text: 'lines<2' }
  const sort = { column: 'size', direction: 'descending' }
  const options = { target: file, format: 'jsonl', which: 'kept', query, sort, signals: ['lines'] }
  expect(await fixture.runJob('export', options)).toMatchObject({ state: 'done' })
  const hash = (name: string) => createHash('sha256').update(readFileSync(name)).digest('hex')
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'))
  expect(manifest).toMatchObject({
    kind: 'codeshell-export',
    program: { name: 'CodeShell Workbench', version: '1.2.3' },
    project: 'Test',
    documents: 2,
    textBytes: 12,
    lossyDocuments: 1,
    files: [
      { name: 'data.jsonl', sizeBytes: readFileSync(file).length, sha256: hash(file) },
      { name: 'data.jsonl.card.md', sha256: hash(`${file}.card.md`) },
    ],
    query: { ...query, sources: ['code'] },
    sort,
    signals: [{ name: 'lines', unit: 'lines', producer: expect.stringMatching(/./), stale: false }],
    recipe: { name: 'Test recipe', text: expect.stringContaining('version: 2') },
    languages: [{ language: 'C', documents: 2, sizeBytes: 12 }],
    renamed: { count: 0, listed: [] },
  })
  expect(JSON.stringify(manifest)).not.toContain(fixture.folder)
  const card = readFileSync(`${file}.card.md`, 'utf8')
  const [, front = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(card) ?? []
  expect(parse(front)).toMatchObject({
    pretty_name: 'Test',
    license: 'unknown',
    size_categories: ['n<1K'],
    configs: [{ data_files: [{ split: 'train', path: 'data.jsonl' }] }],
  })
  expect(body).toContain('2 source files that its recipe keeps, 12 B of text.')
  expect(body).toContain('- Size is at most 30 bytes.')
  expect(body).toContain('written in C or Python, and that match the query `lines<2`, and from code')
})

test('the card and the manifest count labels and masks, and say what licences ask for and by which steps it was measured', async () => {
  const { projects, labels } = fixture
  const loaded = await labels.load(projects.getOpen('test'))
  await loaded.edit(() => planLabel(loaded, { ids: Uint32Array.of(0), verdict: 'keep', recipe: 'abc' }))
  const recipe = fixture.getRecipe()
  const getRecipe = () => ({
    ...recipe,
    steps: [{ step: 'personal-data', version: 3 }],
    lastRun: { endedAt: new Date('2026-01-02'), recipe: recipe.text },
  })
  const masks = async () => new Map([[0, [{ start: 0, end: 1, placeholder: '<EMAIL>' }]]])
  const getDecisions = () => ({ ...fixture.getDecisions(), masks })
  fixture.jobs.register(createExportJob({ ...fixture, getRecipe, getDecisions, programVersion: '1.2.3' }))
  expect(await fixture.runJob('export', { target: file, format: 'jsonl', which: 'all' })).toMatchObject({ state: 'done' })
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'))
  expect(manifest).toMatchObject({
    maskedPlaces: 1,
    masks: [{ placeholder: '<EMAIL>', places: 1 }],
    labels: [{ label: 'none' }, { label: 'keep', documents: 1 }],
    licences: [{ licence: null, class: 'none' }],
    steps: [{ step: 'personal-data', version: 3 }],
    lastRun: { endedAt: '2026-01-02T00:00:00.000Z', isOfRecipe: true },
  })
  const card = readFileSync(`${file}.card.md`, 'utf8')
  expect(card).toContain('| keep | 1 |')
  expect(card).toContain('| `<EMAIL>` | 1 |')
  expect(card).toContain('measured by `personal-data` (version 3). This recipe last ran on 2026-01-02.')
  expect(parse(/^---\n(.*?)\n---\n/s.exec(card)?.[1] ?? '')).toMatchObject({
    dataset_info: { splits: [{ name: 'train', num_examples: manifest.documents, num_bytes: manifest.textBytes }] },
  })
})

test.skipIf(process.platform !== 'linux')('a full disk is told, and leaves nothing of the export', async () => {
  await fixture.importTree(
    'large',
    Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.c`, 'x = 1;\n'.repeat(120_000)])),
  )
  await fixture.projects.close()
  const args = [script, fixture.projectFolder, file, 'jsonl', join(fixture.folder, 'user'), 'tell']
  // No file may have more than two megabytes: to the export that is a disk without room.
  const told = execFileSync('sh', ['-c', 'ulimit -f 4096; exec "$@"', 'sh', process.execPath, ...args], { encoding: 'utf8' })
  expect(told).toMatch(
    /^Exporting failed: .*data\.jsonl\. Files on that disk may not be as large as this; choose another disk\.\n$/,
  )
  expect(readdirSync(join(fixture.folder, 'out'))).toEqual(['other.txt'])
})
