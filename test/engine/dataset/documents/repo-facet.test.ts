import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDocumentBrowser, type DocumentBrowser } from '#engine/dataset/documents/document-browser'
import { maxListedValues } from '#engine/dataset/documents/facets'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let browser: DocumentBrowser

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  browser = createDocumentBrowser({
    getProject: () => fixture.projects.getOpen('test'),
    getDecisions: () => fixture.getDecisions(),
    loadLabels: fixture.labels.load,
  })
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function importRows(rows: readonly { path: string; repo?: string; license?: string }[]): Promise<void> {
  const lines = rows.map((row) => `${JSON.stringify({ ...row, content: `text of ${row.path}\n` })}\n`)
  fixture.writeTree('data', { 'rows.jsonl': lines.join('') })
  const inputs = [
    {
      location: { kind: 'jsonl', path: join(fixture.folder, 'data/rows.jsonl'), table: null },
      mapping: { content: 'text', path: 'path', repo: 'repo', license: 'licence' },
    },
  ]
  await fixture.runJob('import', { inputs })
}

const some = [
  { path: 'a.py', repo: 'b/b', license: 'MIT' },
  { path: 'b.py', repo: 'a/a', license: 'Apache-2.0' },
  { path: 'c.py', repo: 'b/b' },
  { path: 'd.c', license: 'GPL-3.0-only' },
]

const listPaths = async (
  query: Partial<typeof anyDocument>,
  column = 'path',
  direction: 'ascending' | 'descending' = 'ascending',
) => {
  const request = { query: { ...anyDocument, ...query }, sort: { column, direction }, columns: [], offset: 0, limit: 100 }
  return (await browser.page(request)).rows.map(({ path }) => path)
}

test('documents are counted and narrowed by repository, and those without one together', async () => {
  await importRows(some)
  const { repos, repoCount } = await browser.facets(anyDocument)
  expect(repos).toEqual([
    { value: 'b/b', label: 'b/b', count: 2 },
    { value: '', label: 'No repository', count: 1 },
    { value: 'a/a', label: 'a/a', count: 1 },
  ])
  expect(repoCount).toBe(2)
  expect(await listPaths({ repos: ['b/b'] })).toEqual(['a.py', 'c.py'])
  expect(await listPaths({ repos: ['', 'a/a'] })).toEqual(['b.py', 'd.c'])
  expect(await listPaths({ repos: ['no/such'] })).toEqual([])
  const narrowed = await browser.facets({ ...anyDocument, repos: ['b/b'], languages: ['C'] })
  // A facet's own restriction does not apply to itself, and what was chosen stays in the list.
  expect(narrowed.repos.map(({ value, count }) => [value, count])).toEqual([
    ['', 1],
    ['b/b', 0],
  ])
  expect(narrowed.languages.map(({ value, count }) => [value, count])).toEqual([
    ['Python', 2],
    ['C', 0],
  ])
})

test('of many repositories the largest are listed, and all are counted', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({ path: `f${index}.py`, repo: `r/${Math.floor(Math.sqrt(index))}` }))
  const lonely = Array.from({ length: 150 }, (_, index) => ({ path: `g${index}.py`, repo: `lonely/${index}` }))
  await importRows([...lonely, ...rows])
  const { repos, repoCount } = await browser.facets(anyDocument)
  expect(repos).toHaveLength(maxListedValues)
  expect(repos.slice(0, 3).map(({ value, count }) => [value, count])).toEqual([
    ['r/16', 33],
    ['r/15', 31],
    ['r/14', 29],
  ])
  expect(repoCount).toBe(18 + 150)
})

test('where no document has a repository, there is nothing to choose', async () => {
  await importRows([{ path: 'a.py' }])
  expect(await browser.facets(anyDocument)).toMatchObject({ repos: [], repoCount: 0 })
})

test('documents are sorted by repository and by licence, those without one last in both directions', async () => {
  await importRows(some)
  expect(await listPaths({}, 'repo')).toEqual(['b.py', 'a.py', 'c.py', 'd.c'])
  expect(await listPaths({}, 'repo', 'descending')).toEqual(['c.py', 'a.py', 'b.py', 'd.c'])
  expect(await listPaths({}, 'licence')).toEqual(['b.py', 'd.c', 'a.py', 'c.py'])
  expect((await listPaths({}, 'licence', 'descending')).at(-1)).toBe('c.py')
})

test('names of repositories are completed, those that begin with the characters first', async () => {
  await importRows(['x/abc', 'abc/x', '100%/y', 'ABCD/z'].map((repo, index) => ({ path: `f${index}.py`, repo })))
  const { repositories } = fixture.projects.getOpen('test')
  expect(await repositories.complete('abc', 20)).toEqual(['ABCD/z', 'abc/x', 'x/abc'])
  expect(await repositories.complete('abc', 1)).toEqual(['ABCD/z'])
  expect(await repositories.complete('%', 20)).toEqual(['100%/y'])
})
