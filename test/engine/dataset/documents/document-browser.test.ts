import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentQuery, DocumentSort } from '#contracts/dataset'
import { createDocumentBrowser, type DocumentBrowser } from '#engine/dataset/documents/document-browser'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import type { OpenProject } from '#engine/dataset/project/project'
import { type NumericThreshold, threshold } from '../../../support/threshold.ts'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject
let browser: DocumentBrowser

const extensions = ['ts', 'py', 'md', 'nosuch']

/** Lines of few different lengths, so that there are ties; a character beyond ASCII, so that paths sort by bytes. */
function makeTree(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${['b', 'B', 'ä', 'z', '\u{1f600}', '\uff5e'][index % 6]}/${prefix}${(index * 7919) % count}.${extensions[index % 4]}`,
      `${'x'.repeat((index * 31) % 7)}\n${'y'.repeat(index % 3)}`,
    ]),
  )
}

beforeAll(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
  await fixture.importTree('one', makeTree('f', 200))
  await fixture.importTree('two', makeTree('f', 130))
  const writer = project.writeSignal({
    ...{ name: 'gaps', label: 'Gaps', unit: 'fraction', description: 'Often missing.', producer: 'test', producerConfig: null },
  })
  writer.set(
    0,
    Float32Array.from({ length: 330 }, (_, id) => (id % 3 === 0 ? Number.NaN : ((id * 17) % 11) - 5)),
  )
  writer.finish()
  browser = createDocumentBrowser({
    getProject: () => fixture.projects.getOpen('test'),
    getDecisions: () => fixture.getDecisions(),
    loadLabels: fixture.labels.load,
  })
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

interface Plain {
  id: number
  path: string
  language: string
  sourceId: number
  gaps: number | null
  lines: number
}

/** The documents as SQL has them, for a brute-force answer. */
async function listPlainly(): Promise<Plain[]> {
  const documents = project.database
    .prepare<[], Omit<Plain, 'gaps'>>(
      `SELECT d.id, path, l.name AS language, source_id AS sourceId, line_count AS lines
       FROM document d JOIN language l ON l.id = language_id ORDER BY d.id`,
    )
    .all()
  const gaps = await project.readColumn('gaps')
  return documents.map((document) => ({
    ...document,
    gaps: Number.isNaN(gaps[document.id]) ? null : (gaps[document.id] as number),
  }))
}

function isKept({ lines, gaps }: Plain): boolean {
  return (fixture.rules as NumericThreshold[]).every(({ signal, min, max }) => {
    const value = signal === 'lines' ? lines : gaps
    return value === null || ((min === null || value >= min) && (max === null || value <= max))
  })
}

function matches(document: Plain, query: DocumentQuery): boolean {
  return (
    (query.languages.length === 0 || query.languages.includes(document.language)) &&
    (query.sourceIds.length === 0 || query.sourceIds.includes(document.sourceId)) &&
    (query.verdict === 'any' || isKept(document) === (query.verdict === 'kept'))
  )
}

function compare(a: Plain, b: Plain, { column, direction }: DocumentSort): number {
  const sign = direction === 'ascending' ? 1 : -1
  if (column === 'path') return sign * Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)) || a.id - b.id
  const [first, second] =
    column === 'language' ? [a.language, b.language] : column === 'lines' ? [a.lines, b.lines] : [a.gaps, b.gaps]
  if (first === null || second === null) return Number(first === null) - Number(second === null) || a.id - b.id
  return sign * (first === second ? a.id - b.id : first < second ? -1 : 1)
}

const queries: DocumentQuery[] = [
  anyDocument,
  { ...anyDocument, languages: ['Python', 'Unknown'] },
  { ...anyDocument, languages: ['TypeScript'], sourceIds: [2] },
  { ...anyDocument, sourceIds: [1], verdict: 'kept' },
  { ...anyDocument, languages: ['Markdown'], verdict: 'dropped' },
  { ...anyDocument, languages: ['Klingon'], sourceIds: [99] },
]

const rule = threshold('gaps', { min: -2, max: 3 })

test.each(['path', 'language', 'gaps', 'lines'])(
  'pages by %s are those of a plain sort, in both directions and for every query',
  async (column) => {
    fixture.rules = [rule]
    const all = await listPlainly()
    for (const direction of ['ascending', 'descending'] as const) {
      for (const query of queries) {
        const sort = { column, direction }
        const expected = all.filter((document) => matches(document, query)).sort((a, b) => compare(a, b, sort))
        const ids: number[] = []
        for (let offset = 0; offset === 0 || offset < expected.length; offset += 50) {
          const { total, rows } = await browser.page({ query, sort, columns: ['gaps'], offset, limit: 50 })
          expect(total).toBe(expected.length)
          ids.push(...rows.map(({ id }) => id))
        }
        expect(ids).toEqual(expected.map(({ id }) => id))
      }
    }
  },
)

test('a document is located where its page has it, and nowhere when the query leaves it out', async () => {
  fixture.rules = [rule]
  const all = await listPlainly()
  for (const column of ['path', 'gaps']) {
    for (const query of [...queries, { ...anyDocument, text: 'lines>2' }, { ...anyDocument, text: '"xxxx"' }]) {
      const sort = { column, direction: 'descending' as const }
      const { rows, total, search } = await browser.page({ query, sort, columns: [], offset: 0, limit: 1000 })
      expect([total, search.state]).toEqual([rows.length, 'done'])
      for (const { id } of all.filter((_, index) => index % 29 === 0)) {
        const index = rows.findIndex((row) => row.id === id)
        expect((await browser.locate({ query, sort, documentId: toDocumentId(id) })).index).toBe(index < 0 ? null : index)
      }
    }
  }
  const anywhere = { query: anyDocument, sort: { column: 'path', direction: 'ascending' as const } }
  expect((await browser.locate({ ...anywhere, documentId: toDocumentId(330) })).index).toBeNull()
})

test.each(queries)('facets count everything that the rest of %j allows', async (query) => {
  fixture.rules = [rule]
  const all = await listPlainly()
  const facets = await browser.facets(query)
  const count = (except: Partial<DocumentQuery>, test: (document: Plain) => boolean) =>
    all.filter((document) => matches(document, { ...query, ...except }) && test(document)).length
  for (const { value, count: counted } of facets.languages) {
    expect(counted).toBe(count({ languages: [] }, ({ language }) => language === value))
  }
  for (const { value, count: counted } of facets.sources) {
    expect(counted).toBe(count({ sourceIds: [] }, ({ sourceId }) => String(sourceId) === value))
  }
  expect(facets.verdicts.map(({ value, count: counted }) => [value, counted])).toEqual([
    ['kept', count({ verdict: 'any' }, isKept)],
    ['dropped', count({ verdict: 'any' }, (document) => !isKept(document))],
  ])
  const sum = facets.languages.reduce((total, each) => total + each.count, 0)
  expect(sum).toBe(count({ languages: [] }, () => true))
})

test('a page follows the recipe when it changes', async () => {
  const request = {
    query: { ...anyDocument, verdict: 'kept' as const },
    sort: { column: 'path', direction: 'ascending' as const },
    columns: [],
    offset: 0,
    limit: 1,
  }
  fixture.rules = []
  project.markRecipeChanged()
  expect((await browser.page(request)).total).toBe(330)
  fixture.rules = [threshold('lines', { max: 1 })]
  project.markRecipeChanged()
  expect((await browser.page(request)).total).toBe((await listPlainly()).filter(isKept).length)
})

test('a page beyond the end is empty and still knows the total', async () => {
  const sort = { column: 'path', direction: 'ascending' as const }
  expect(await browser.page({ query: anyDocument, sort, columns: [], offset: 5000, limit: 10 })).toMatchObject({
    total: 330,
    rows: [],
  })
})

test('a column that is not there is named in the error', async () => {
  const request = { query: anyDocument, columns: [], offset: 0, limit: 1 }
  await expect(browser.page({ ...request, sort: { column: 'nothing', direction: 'ascending' } })).rejects.toMatchObject({
    code: 'signal.not-found',
    data: { signal: 'nothing' },
  })
})

test('a sample has the text, every signal and the hits', async () => {
  fixture.rules = [threshold('gaps', { max: -100 })]
  const sample = await browser.sample(toDocumentId(1))
  expect(sample).toMatchObject({ sourceName: 'one', lossy: false, document: { id: 1, signals: [] } })
  expect(sample.text).toBe(project.readDocument(toDocumentId(1)).bytes.toString())
  expect(sample.values.map(({ signal }) => signal.name)).toEqual(project.listSignals().map(({ name }) => name))
  expect(sample.values.at(-1)?.value).toBe((17 % 11) - 5)
  expect(sample.hits).toEqual([{ kind: 'threshold', rule: 0, signal: 'gaps', bound: 'max', cut: -100, value: (17 % 11) - 5 }])
  await expect(browser.sample(toDocumentId(330))).rejects.toMatchObject({ code: 'document.not-found', data: { documentId: 330 } })
})

test('a page that is abandoned fails at once with the reason, and whoever waits for the same order gets it', async () => {
  const fresh = createDocumentBrowser({
    getProject: () => fixture.projects.getOpen('test'),
    getDecisions: () => fixture.getDecisions(),
    loadLabels: fixture.labels.load,
  })
  const request = {
    query: anyDocument,
    sort: { column: 'path', direction: 'ascending' as const },
    columns: [],
    offset: 0,
    limit: 5,
  }
  const controller = new AbortController()
  const abandoned = fresh.page(request, controller.signal)
  const waiting = fresh.page(request)
  controller.abort()
  await expect(abandoned).rejects.toBe(controller.signal.reason)
  expect((await waiting).rows).toHaveLength(5)
  for (const act of [fresh.page(request, controller.signal), fresh.facets(anyDocument, controller.signal)]) {
    await expect(act).rejects.toBe(controller.signal.reason)
  }
})

test('an abandoned sort leaves the reader to others', async () => {
  const controller = new AbortController()
  // A query that finds rows for ever, as a sort of very many documents would for long.
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n'
  const busy = project.reader.numbers({ name: 'test', sql: endless, signal: controller.signal })
  const next = project.reader.numbers({ name: 'test', sql: 'SELECT 7' })
  controller.abort()
  await expect(busy).rejects.toBe(controller.signal.reason)
  expect([...(await next)]).toEqual([7])
})
