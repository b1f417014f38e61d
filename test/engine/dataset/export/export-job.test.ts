import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { checkExportTarget } from '#engine/dataset/export/check-target'
import { createExportJob } from '#engine/dataset/export/export-job'
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
  fixture.cuts = [{ signal: 'size', min: null, max: 30 }]
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
  expect(readLines()).toMatchObject([{ path: 'd.c', hits: [{ signal: 'size', bound: 'max', cut: 30, value: 46 }] }])
})

test('all documents are written, and only those dropped have hits', async () => {
  await fixture.runJob('export', { target: file, format: 'jsonl', which: 'all' })
  expect(readLines().map((line) => 'hits' in line)).toEqual([false, false, false, true])
})

test('an export of nothing is an empty file', async () => {
  fixture.cuts = []
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

/** Exports in another process, which kills itself when the unfinished file is there. Gives that file's name. */
async function exportAndDie(): Promise<string> {
  const script = fileURLToPath(new URL('export-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, fixture.projectFolder, file, 'jsonl', join(fixture.folder, 'user')], {
    stdio: 'inherit',
  })
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
  fixture.jobs.register(createExportJob({ ...fixture, getDecisions: () => ({ kept, hits }), programVersion: '0' }))
  expect(await fixture.runJob('export', { target: file, format: 'jsonl', which: 'all' })).toMatchObject({ state: 'failed' })
  expect([readFileSync(file, 'utf8'), listPartials()]).toEqual(['came in between', []])
})
