import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import type { OpenProject } from '#engine/dataset/project/project'
import { makeRepository } from '../git/git-repository.ts'
import { createFixture, type Fixture, waitForJob } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
})

afterEach(async () => {
  const closed = join(fixture.folder, 'code/closed')
  if (existsSync(closed)) chmodSync(closed, 0o700)
  await fixture[Symbol.asyncDispose]()
})

/** Root may read everything, so a test that runs as root gives that up for a while. */
function becomeOrdinaryUser(): Disposable {
  if (process.geteuid?.() !== 0) return { [Symbol.dispose]: () => undefined }
  chmodSync(fixture.folder, 0o755)
  process.seteuid?.(65534)
  return { [Symbol.dispose]: () => process.seteuid?.(0) }
}

function listPaths(): string[] {
  return project.database.prepare<[], string>('SELECT path FROM document ORDER BY id').pluck().all()
}

function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `d${index % 7}/file-${index}.ts`,
      `export const value${index} = ${index}\n`.repeat(1 + (index % 5)),
    ]),
  )
}

test('a document has its text, hash, language, sizes and statistics', async () => {
  const text = 'const größe = 1\nlonger line here\n'
  const job = await fixture.importTree('code', { 'src/a.ts': text, 'empty.py': '' })
  expect(job).toMatchObject({ state: 'done', done: 2, total: 2, problemCount: 0, summary: 'Imported 2 files (35 B).' })
  expect(project.state.get()).toMatchObject({ documentCount: 2, sizeBytes: 35 })
  expect(project.listSources()).toEqual([
    { id: 1, kind: 'folder', name: 'code', location: join(fixture.folder, 'code'), documentCount: 2 },
  ])

  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32)
  expect(listPaths()).toEqual(['empty.py', 'src/a.ts'])
  expect(project.readDocument(toDocumentId(1))).toEqual({
    ...{ id: 1, sourceId: 1, ordinal: 1, path: 'src/a.ts', name: 'src/a.ts', language: 'TypeScript', sizeBytes: 35, hash },
    ...{ licence: null, repo: null, metadata: null },
    bytes: Buffer.from(text),
  })
  const names = project.listSignals().map(({ name }) => name)
  expect(names).toEqual(['size', 'lines', 'mean_line_length', 'max_line_length', 'alphabetic_fraction', 'alphanumeric_fraction'])
  const [empty, row] = await project.rows([0, 1], names)
  expect(empty?.signals).toEqual([0, 0, 0, 0, 0, 0])
  const characters = [...text]
  expect(row?.signals.slice(0, 4)).toEqual([35, 2, 15.5, 16])
  expect(row?.signals[4]).toBeCloseTo(characters.filter((each) => /\p{L}/u.test(each)).length / characters.length, 6)
  expect(row?.signals[5]).toBeCloseTo(characters.filter((each) => /[\p{L}\p{N}]/u.test(each)).length / characters.length, 6)
  expect(project.listSignals().map(({ missingCount, stale }) => [missingCount, stale])).toEqual(Array(6).fill([0, false]))
})

test('a file has the licence that stands nearest to it, unless it states one itself', async () => {
  const root = fixture.writeTree('code', {
    LICENSE: 'Licensed under the Apache License, Version 2.0',
    'a.c': 'int a;\n',
    'b.c': '// SPDX-License-Identifier: ISC\n',
    'packages/one/package.json': '{"name": "one", "license": "mit"}',
    'packages/one/src/c.js': 'c()\n',
    'packages/two/package.json': '{"name": "two"}',
    'packages/two/d.js': 'd()\n',
    'packages/three/package.json': '{"license": "MIT"}',
    'packages/three/COPYING': 'Mozilla Public License Version 2.0',
    'packages/three/e.js': 'e()\n',
    'packages/four/package.json': '{"licenses": [{"type": "MIT"}, {"type": "Apache-2.0"}]}',
    'packages/five/package.json': '{"license": "UNLICENSED"}',
    'packages/six/package.json': '{"license": "SEE LICENSE IN EULA"',
  })
  await fixture.importPath(root)
  const rows = await project.rows(
    Array.from({ length: project.documentCount }, (_, id) => id),
    [],
  )
  expect(Object.fromEntries(rows.map(({ path, licence }) => [path, licence]))).toEqual({
    LICENSE: 'Apache-2.0',
    'a.c': 'Apache-2.0',
    'b.c': 'ISC',
    'packages/one/package.json': 'MIT',
    'packages/one/src/c.js': 'MIT',
    'packages/two/package.json': 'Apache-2.0',
    'packages/two/d.js': 'Apache-2.0',
    'packages/three/package.json': 'MPL-2.0',
    'packages/three/COPYING': 'MPL-2.0',
    'packages/three/e.js': 'MPL-2.0',
    'packages/four/package.json': 'MIT OR Apache-2.0',
    'packages/five/package.json': 'UNLICENSED',
    'packages/six/package.json': 'Apache-2.0',
  })
})

test('of a folder within a repository the licence of the repository counts, and of a repository in it its own', async () => {
  const top = fixture.writeTree('repository', { LICENSE: 'Mozilla Public License Version 2.0', 'src/deep/a.c': 'int a;\n' })
  makeRepository(top)
  await fixture.importPath(join(top, 'src/deep'))
  expect(await project.rows([0], [])).toMatchObject([{ path: 'a.c', licence: 'MPL-2.0' }])

  const root = fixture.writeTree('several', { LICENSE: 'Mozilla Public License Version 2.0', 'own/b.c': 'int b;\n' })
  makeRepository(join(root, 'own'))
  await fixture.importPath(root)
  expect(await project.rows([1, 2], [])).toMatchObject([{ path: 'LICENSE' }, { path: 'own/b.c', licence: null }])
})

test('every kind of file that is passed over is counted, and the rest is imported', async () => {
  const root = fixture.writeTree('code', {
    '.gitignore': 'dist/\n',
    'dist/bundle.js': 'x',
    'a.c': 'int a;\n',
    'image.png': Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
    'blob.txt': Buffer.from('text\0more'),
    'large.txt': 'x'.repeat(101),
    'fits.txt': 'x'.repeat(100),
    '.git/config': 'never',
    'latin1.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9]),
    'real/inner.c': 'int i;\n',
  })
  fixture.writeTree('outside', { 'secret.c': 'int s;\n' })
  symlinkSync('a.c', join(root, 'link-inside.c'))
  symlinkSync('../outside/secret.c', join(root, 'link-outside.c'))
  symlinkSync('nowhere', join(root, 'link-broken'))
  symlinkSync('..', join(root, 'real/loop'))
  const job = await fixture.importPath(root, { maxTextBytes: 100 })
  expect(listPaths()).toEqual(['.gitignore', 'a.c', 'fits.txt', 'latin1.txt', 'real/inner.c'])
  expect(job.summary).toBe(
    'Imported 5 files (124 B). Skipped: 4 links; 2 binary files; 1 file or folder ignored by git; 1 file over 100 B.',
  )
  expect(job).toMatchObject({ state: 'done', done: 8, total: 8, problemCount: 0, skippedCount: 7 })
  const link = 'It is a link. What it leads to is imported where it is itself, if that is in the folder.'
  const { problems } = fixture.jobs.problems({ jobId: job.id, offset: 0, limit: 10 })
  expect(problems.every(({ outcome }) => outcome === 'skipped')).toBe(true)
  expect(Object.fromEntries(problems.map(({ subject, reason }) => [subject, reason]))).toEqual({
    'image.png': 'It is a binary file.',
    'blob.txt': 'It is a binary file.',
    'large.txt': 'It is larger than 100 B.',
    ...Object.fromEntries(['link-inside.c', 'link-outside.c', 'link-broken', 'real/loop'].map((path) => [path, link])),
  })
})

test.skipIf(process.platform === 'win32')('what cannot be read is listed with the reason, and the rest is imported', async () => {
  const files = { 'a.c': 'a', 'b.c': 'b', 'closed/c.c': 'c', 'ruled/.gitignore': '*.c\n', 'ruled/d.c': 'd' }
  const root = fixture.writeTree('code', files)
  for (const path of ['a.c', 'closed', 'ruled/.gitignore']) chmodSync(join(root, path), 0)
  using _user = becomeOrdinaryUser()
  const job = await fixture.importPath(root, { maxTextBytes: 100 })
  // Like git, it takes rules that it cannot read for none.
  expect(listPaths()).toEqual(['b.c', 'ruled/d.c'])
  expect(job).toMatchObject({ problemCount: 3, summary: 'Imported 2 files (2 B). 3 files or folders could not be read.' })
  expect(fixture.jobs.problems({ jobId: job.id, offset: 0, limit: 10 })).toEqual({
    total: 3,
    problems: expect.arrayContaining([
      { subject: 'a.c', reason: expect.stringContaining('permissions'), outcome: 'failed' },
      { subject: 'closed', reason: expect.stringContaining('permissions'), outcome: 'failed' },
      { subject: 'ruled/.gitignore', reason: expect.stringContaining('permissions'), outcome: 'failed' },
    ]),
  })
})

test.skipIf(process.platform !== 'linux')('files of any name come in, each under a name of its own', async () => {
  const root = fixture.writeTree('code', { 'old\ufffdname.txt': 'renamed', 'gr\\xfcn.c': 'spelled alike' })
  const names = ['old\xe9name.txt', 'gr\xfcn.c', 'a\xff.py', 'a\xfe.py', '\x83e\x83X', 'line\nbreak', '\xed\xa0\x80', '\x80']
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]), name)
  const first = await fixture.importPath(root, { maxTextBytes: 100 })
  expect(first).toMatchObject({ state: 'done', problemCount: 0, skippedCount: 0, total: 10 })
  expect(listPaths().sort()).toEqual(
    [
      ...['old\ufffdname.txt', 'old\\xe9name.txt', 'gr\\x5cxfcn.c', 'gr\\xfcn.c', 'a\\xff.py', 'a\\xfe.py'],
      ...['\\x83e\\x83X', 'line\nbreak', '\\xed\\xa0\\x80', '\\x80'],
    ].sort(),
  )
  const again = await fixture.importPath(root, { maxTextBytes: 100 })
  expect(again).toMatchObject({ state: 'done', summary: 'Imported 0 files (0 B). 10 files were there already.' })
})

test.skipIf(process.platform !== 'linux')('whatever bytes names have, all files come in once', { timeout: 240_000 }, async () => {
  const name = fc
    .uint8Array({ min: 1, max: 255, minLength: 1, maxLength: 20 })
    .filter((bytes) => !bytes.includes(0x2f) && bytes[0] !== 0x2e)
  const trees = fc.uniqueArray(name, { minLength: 1, maxLength: 20, selector: (bytes) => Buffer.from(bytes).toString('latin1') })
  let count = 0
  await fc.assert(
    fc.asyncProperty(trees, async (names) => {
      const root = fixture.writeTree(`names-${count++}`, {})
      mkdirSync(root)
      for (const bytes of names) writeFileSync(Buffer.concat([Buffer.from(`${root}/`), bytes]), 'x')
      const job = await fixture.importPath(root, { maxTextBytes: 100 })
      expect(job).toMatchObject({
        state: 'done',
        problemCount: 0,
        summary: expect.stringContaining(`Imported ${names.length} file`),
      })
    }),
    { numRuns: 15 },
  )
})

test('importing a folder again adds only what is new in it', async () => {
  await fixture.importTree('code', { 'a.c': 'a', 'b.c': 'b' })
  const job = await fixture.importTree('code', { 'aa.c': 'new', 'a.c': 'changed' })
  expect(job.summary).toBe('Imported 1 file (3 B). 2 files were there already.')
  expect(listPaths()).toEqual(['a.c', 'b.c', 'aa.c'])
  expect(project.listSources()).toMatchObject([{ documentCount: 3 }])
})

test('the same paths of two folders are two documents', async () => {
  await fixture.importTree('one', { 'a.c': '1' })
  await fixture.importTree('two', { 'a.c': '2' })
  expect(listPaths()).toEqual(['a.c', 'a.c'])
  expect(Array.from(await project.sourceIds())).toEqual([1, 2])
})

test('a folder that is the project or holds it is imported without it', async () => {
  const job = await fixture.importTree('.', { 'a.c': 'a' })
  expect(job.state).toBe('done')
  expect(listPaths().filter((path) => path.startsWith('project/'))).toEqual([])
  expect(listPaths()).toContain('a.c')
})

test('a folder that is not there fails with the reason', async () => {
  const job = await fixture.importPath(join(fixture.folder, 'nowhere'), { maxTextBytes: 1 })
  expect(job).toMatchObject({ state: 'failed', failure: expect.stringContaining('does not exist') })
})

test('an import is paused and goes on without doing anything twice', async () => {
  const files = manyFiles(2500)
  const folder = fixture.writeTree('code', files)
  const jobId = fixture.jobs.start({ kind: 'import', title: 'x', parameters: { folder, maxFileBytes: 1000 } })
  await fixture.jobs.pause(jobId)
  expect(fixture.jobs.list.get()[0]).toMatchObject({ state: 'paused', endedAt: null })
  expect(project.documentCount).toBeLessThan(2500)
  fixture.jobs.resume(jobId)
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done', summary: expect.stringContaining('2,500 files') })
  await expectWhole(files)
})

test('a process that is killed while it stores loses nothing and leaves nothing half done', async () => {
  const files = manyFiles(3500)
  const folder = fixture.writeTree('code', files)
  await fixture.projects.close()
  const script = fileURLToPath(new URL('import-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, fixture.projectFolder, folder, join(fixture.folder, 'user')], {
    stdio: 'inherit',
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  expect(existsSync(join(fixture.projectFolder, 'project.sqlite-lock'))).toBe(true)

  await fixture.projects.open(fixture.projectFolder)
  project = fixture.projects.getOpen('test')
  const stored = project.documentCount
  expect(stored).toBeGreaterThanOrEqual(1000)
  expect(stored).toBeLessThan(3500)
  expect(project.listSignals().map(({ missingCount }) => missingCount)).toEqual(Array(6).fill(0))
  const jobId = fixture.jobs.list.get()[0]?.id ?? 0
  await waitForJob(fixture.jobs, jobId)
  expect(fixture.jobs.list.get()).toMatchObject([{ state: 'interrupted' }])

  fixture.jobs.resume(jobId)
  const job = await waitForJob(fixture.jobs, jobId)
  expect(job).toMatchObject({ state: 'done', done: 3500, total: 3500 })
  expect(job.summary).toMatch(/^Imported 3,500 files \([^)]*\)\.$/)
  await expectWhole(files)
})

/** Every file is there once, with its own text and statistics. */
async function expectWhole(files: Record<string, string>): Promise<void> {
  expect(listPaths().sort()).toEqual(Object.keys(files).sort())
  expect(project.documentCount).toBe(Object.keys(files).length)
  const sizes = await project.sizesBytes()
  const lines = await project.readColumn('lines')
  for await (const { id, path, bytes } of project.iterateTexts(0, project.documentCount)) {
    const text = files[path ?? ''] ?? ''
    expect([bytes.toString(), sizes[id], lines[id]]).toEqual([text, text.length, text.split('\n').length - 1])
  }
}

test.skipIf(process.platform === 'win32')('pipes in a repository, its own files too, are not waited for', async () => {
  for (const name of ['HEAD', 'index', 'config', 'commondir', 'info/exclude']) {
    const root = fixture.writeTree(`code-${name.replace('/', '-')}`, { 'a.py': 'a = 1\n' })
    makeRepository(root)
    rmSync(join(root, '.git', name), { force: true })
    execFileSync('mkfifo', [join(root, '.git', name)])
    expect(await fixture.importPath(root, { maxTextBytes: 1_000_000 })).toMatchObject({ state: 'done' })
  }
  expect(listPaths().filter((path) => path === 'a.py')).toHaveLength(5)
})
