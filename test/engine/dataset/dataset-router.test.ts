import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Project } from '#contracts/dataset'
import { createDatasetRouter } from '#engine/dataset/dataset-router'
import { createExportsRouter } from '#engine/dataset/export/exports-router'
import { createImportsRouter } from '#engine/dataset/importers/imports-router'
import { createJobsRouter } from '#engine/jobs/jobs-router'
import { runGit } from './git/git-repository.ts'
import { anyDocument, createFixture, type Fixture, waitForJob } from './project-fixture.ts'

let fixture: Fixture
let client: RouterClient<ReturnType<typeof createRouter>>

function createRouter({ projects, jobs, files, browser }: Fixture) {
  return {
    dataset: createDatasetRouter({ projects, browser }),
    imports: createImportsRouter({ projects, jobs, files }),
    exports: createExportsRouter({ getProject: (meant) => projects.getOpen('export', meant), jobs, files }),
    jobs: createJobsRouter({ jobs, files }),
  }
}

const inputsOf = (path: string) => ({ inputs: [{ location: { kind: 'folder' as const, path } }] })

beforeEach(() => {
  fixture = createFixture()
  client = createRouterClient(createRouter(fixture))
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

test('the whole way from a new project to an exported file holds to the contract', async () => {
  const { dataset, imports, jobs } = client
  await dataset.createProject({ folder: fixture.projectFolder, name: 'Test' })
  const folder = fixture.writeTree('code', { 'a.c': 'int a;\n', 'b.py': 'b = 1\n' })
  await waitForJob(fixture.jobs, (await imports.start(inputsOf(folder))).jobId)

  expect(await dataset.sources()).toEqual([{ id: 1, kind: 'folder', name: 'code', location: folder, documentCount: 2 }])
  expect((await dataset.signals()).map(({ name }) => name)).toContain('max_line_length')
  const sort = { column: 'lines', direction: 'descending' as const }
  const unknown = { licence: null, repo: null, sourceId: 1, label: null }
  const page = await dataset.page({ query: anyDocument, sort, columns: ['lines', 'size'], offset: 0, limit: 10 })
  expect(page).toEqual({
    total: 2,
    rows: [
      { id: 1, name: 'b.py', path: 'b.py', language: 'Python', ...unknown, ordinal: 1, sizeBytes: 6, signals: [1, 6] },
      { id: 0, name: 'a.c', path: 'a.c', language: 'C', ...unknown, ordinal: 0, sizeBytes: 7, signals: [1, 7] },
    ],
    search: { state: 'done', lookedAt: 0, toLookAt: 0, givenUp: 0, isIndexed: true },
  })
  expect((await dataset.facets({ query: anyDocument })).verdicts).toMatchObject([{ count: 2 }, { count: 0 }])
  expect(await dataset.sample({ documentId: 1 })).toMatchObject({ text: 'b = 1\n', sourceName: 'code', hits: [] })

  const file = join(fixture.folder, 'out.jsonl')
  const { jobId } = await client.exports.start({ target: file, format: 'jsonl', which: 'all' })
  expect(await waitForJob(fixture.jobs, jobId)).toMatchObject({ state: 'done' })
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2)
  expect(await jobs.problems({ jobId, offset: 0, limit: 10 })).toEqual({ total: 0, problems: [] })
  expect((await dataset.recentProjects()).map(({ name }) => name)).toEqual(['Test'])
})

test('what cannot be imported keeps nothing else out, and is told', async () => {
  const folder = fixture.writeTree('mixed', { 'a.jsonl': '{"text": "a"}\n', 'b.txt': 'words', 'c.parquet': 'no Parquet' })
  const { inspections, refusals } = await client.imports.inspect({ paths: [join(folder, '*')] })
  expect(inspections.map(({ location }) => location.path)).toEqual([join(folder, 'a.jsonl')])
  expect(refusals).toEqual(['b.txt', 'c.parquet'].map((name) => expect.stringContaining(`${join(folder, name)} cannot be `)))
  const alone = client.imports.inspect({ paths: [join(folder, 'b.*')] })
  await expect(alone).rejects.toMatchObject({ code: 'import.unknown-format' })
})

test('sources of every kind are listed with the path they came from', async () => {
  const { dataset, imports } = client
  await dataset.createProject({ folder: fixture.projectFolder, name: 'Test' })
  const folder = fixture.writeTree('sources', {
    'rows.csv': 'path,text\na.py,a = 1\n',
    'rows.jsonl': '{"text": "a = 1"}\n',
    'rows.parquet': Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'text', data: ['a = 1'], type: 'STRING' }] })),
  })
  const database = join(folder, 'rows.sqlite')
  using open = new DatabaseSync(database)
  open.exec("CREATE TABLE docs (text TEXT); INSERT INTO docs VALUES ('a = 1')")
  runGit(folder, 'init', '-q', '-b', 'main')
  runGit(folder, 'add', '-A')
  runGit(folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-qm', 'first')
  const { inspections } = await imports.inspect({ paths: [folder, join(folder, 'rows.*')] })
  const { jobId } = await imports.start({ inputs: inspections.map(({ location }) => ({ location })) })
  await waitForJob(fixture.jobs, jobId)

  expect((await dataset.sources()).map(({ kind, location }) => [kind, location])).toEqual([
    ['folder', folder],
    ['git', folder],
    ...(['csv', 'jsonl', 'parquet', 'sqlite'] as const).map((kind) => [kind, join(folder, `rows.${kind}`)]),
  ])
})

test('followers of the project see it open, grow and close', async () => {
  const aborter = new AbortController()
  const states = await client.dataset.watchProject(undefined, { signal: aborter.signal })
  expect((await states.next()).value).toBeNull()
  await client.dataset.createProject({ folder: fixture.projectFolder, name: 'Test' })
  expect((await states.next()).value).toMatchObject({ name: 'Test', documentCount: 0 })
  await fixture.importTree('code', { 'a.c': 'a' })
  const followUntil = async (isReached: (state: Project | null) => boolean) => {
    for (;;) {
      const { value } = await states.next()
      if (isReached(value as Project | null)) return value
    }
  }
  expect(await followUntil((state) => state?.documentCount === 1)).toMatchObject({ name: 'Test', sizeBytes: 1 })
  await client.dataset.closeProject()
  await followUntil((state) => state === null)
  aborter.abort()
})

test('what cannot work is refused before a job starts', async () => {
  await expect(client.imports.start(inputsOf(fixture.folder))).rejects.toMatchObject({ code: 'project.not-open' })
  await client.dataset.createProject({ folder: fixture.projectFolder, name: 'Test' })
  const nowhere = join(fixture.folder, 'nowhere')
  await expect(client.imports.start(inputsOf(nowhere))).rejects.toMatchObject({ code: 'file.not-found' })
  const file = join(nowhere, 'out.jsonl')
  await expect(client.exports.start({ target: file, format: 'jsonl', which: 'all' })).rejects.toMatchObject({
    code: 'file.not-found',
  })
  expect(fixture.jobs.list.get()).toEqual([])
})
