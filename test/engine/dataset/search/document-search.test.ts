import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentQuery } from '#contracts/dataset'
import { labelVerdict } from '#contracts/label'
import { formatQuery } from '#contracts/query/format-query'
import type { Query, QueryTerm, TextPattern } from '#contracts/query/query'
import { createDocumentBrowser, type DocumentBrowser } from '#engine/dataset/documents/document-browser'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createDocumentWriter, type NewDocument } from '#engine/dataset/documents/document-writer'
import type { OpenProject } from '#engine/dataset/project/project'
import { planLabel } from '#engine/dataset/review/plan-labels'
import { statisticsSignals } from '#engine/dataset/signals/statistics'
import { threshold } from '../../../support/threshold.ts'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject
let browser: DocumentBrowser
let documents: PlainDocument[]

/** A document as the answers are worked out by hand. */
interface PlainDocument {
  path: string
  language: string
  licence: string
  repo: string
  source: string
  text: string
  lines: number
  gaps: number
  label: string
  verdict: string
}

const words = ['import torch', 'Import Torch', 'für', 'FÜR', '你好', 'std::vector', 'a.b', '\\n', 'needle', 'İstanbul', 'K']
const byPath = { column: 'path', direction: 'ascending' } as const

function makeTree(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${['src', 'Test', 'ä', 'Ä'][index % 4]}/${prefix}_${index}.${['ts', 'py', 'md'][index % 3]}`,
      words.filter((_, word) => ((index * 2654435761) >>> (word + 3)) & 1).join('\n'.repeat((index % 3) + 1)),
    ]),
  )
}

beforeAll(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
  await fixture.importTree('one', makeTree('f', 150))
  await fixture.importTree('two', { ...makeTree('g', 80), 'broken.txt': new Uint8Array([0x61, 0xff, 0x62, 0x0a]) })
  const about = { label: 'Gaps', unit: '', description: '', producer: 'test', producerConfig: null }
  const writer = project.writeSignal({ name: 'gaps', ...about })
  writer.set(
    0,
    Float32Array.from({ length: project.documentCount }, (_, id) => (id % 3 === 0 ? Number.NaN : ((id * 17) % 11) / 10)),
  )
  writer.finish()
  const labels = await fixture.labels.load(project)
  for (const [remainder, verdict] of labelVerdict.options.entries()) {
    const ids = Uint32Array.from({ length: 20 }, (_, index) => index * 3 + remainder)
    await labels.edit(() => planLabel(labels, { ids, verdict, recipe: '' }))
  }
  fixture.rules = [threshold('gaps', { min: 0.3 })]
  project.markRecipeChanged()
  browser = createDocumentBrowser({
    getProject: () => fixture.projects.getOpen('test'),
    getDecisions: () => fixture.getDecisions(),
    loadLabels: fixture.labels.load,
  })
  documents = await listPlainly()
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function listPlainly(): Promise<PlainDocument[]> {
  const gaps = await project.readColumn('gaps')
  const lines = await project.readColumn('lines')
  const sources = new Map(project.listSources().map(({ id, name }) => [id, name]))
  const all: PlainDocument[] = []
  for await (const { id, path, language, sourceId, bytes } of project.iterateTexts(0, project.documentCount)) {
    all.push({
      ...{ path: path ?? '', language, licence: 'none', repo: '', source: sources.get(sourceId) ?? '', text: bytes.toString() },
      ...{ lines: lines[id] as number, gaps: gaps[id] as number },
      label: id < 60 ? (['keep', 'drop', 'unsure'][id % 3] as string) : 'none',
      verdict: (gaps[id] as number) < Math.fround(0.3) ? 'dropped' : 'kept',
    })
  }
  return all
}

function hasPattern(text: string, pattern: TextPattern): boolean {
  if (pattern.type === 'regex') return new RegExp(pattern.source, `${pattern.flags}m`).test(text)
  if (pattern.matchCase) return text.includes(pattern.text)
  // Character by character, as no regular expression does it.
  const fold = (all: string) =>
    Array.from(all, (each) => (/^[\0-\x7f]$/.test(each) ? each.toLowerCase() : each.toUpperCase())).join('')
  return fold(text).includes(fold(pattern.text))
}

function holdsTerm(term: QueryTerm, document: PlainDocument): boolean {
  switch (term.type) {
    case 'text':
      return hasPattern(document.text, term.pattern)
    case 'path':
      return hasPattern(document.path, term.pattern)
    case 'value':
      return (term.field === 'lang' ? document.language : document[term.field]) === term.value
    case 'cluster':
      throw new Error('no step has compared these')
    case 'metadata':
      throw new Error('no document of these has metadata')
    case 'present':
      return term.isPresent === !Number.isNaN(document[term.signal as 'gaps' | 'lines'])
    case 'range': {
      const value = document[term.signal as 'gaps' | 'lines']
      const { min, max, isOpen } = term.range
      if (Number.isNaN(value)) return false
      const isAbove = min === null || (isOpen ? value > Math.fround(min) : value >= Math.fround(min))
      return isAbove && (max === null || (isOpen ? value < Math.fround(max) : value <= Math.fround(max)))
    }
  }
}

function holds(query: Query, document: PlainDocument): boolean {
  switch (query.type) {
    case 'all':
      return true
    case 'not':
      return !holds(query.part, document)
    case 'and':
      return query.parts.every((part) => holds(part, document))
    case 'or':
      return query.parts.some((part) => holds(part, document))
    default:
      return holdsTerm(query, document)
  }
}

const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({
    type: fc.constant('substring' as const),
    text: fc.constantFrom(...words, 'torch', 'IMPORT', 'R', 'src/', 'TEST', '.py', 'ä/', '\ufffd', 'no such text'),
    matchCase: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('regex' as const),
    source: fc.constantFrom('^import', 'torch$', '\\bn\\w+e', 'std::|你', '[A-Z]\\/', '.ts$', 'torch.f'),
    flags: fc.constantFrom('', 'i', 's', 'iu'),
  }),
)

const term: fc.Arbitrary<QueryTerm> = fc.oneof(
  fc.record({ type: fc.constantFrom('text' as const, 'path' as const), pattern }),
  fc
    .constantFrom(
      ...(['lang:Python', 'lang:Markdown', 'source:one', 'source:two', 'verdict:kept', 'verdict:dropped'] as const),
      ...(['label:keep', 'label:none', 'label:unsure'] as const),
    )
    .map((text) => {
      const [field, value] = text.split(':') as ['lang', string]
      return { type: 'value' as const, field, value }
    }),
  fc.record({ type: fc.constant('present' as const), signal: fc.constantFrom('gaps', 'lines'), isPresent: fc.boolean() }),
  fc.record({
    type: fc.constant('range' as const),
    signal: fc.constantFrom('gaps', 'lines'),
    range: fc.constantFrom(
      { min: 0.1, max: null, isOpen: true },
      { min: 0.1, max: 0.7, isOpen: false },
      { min: null, max: 3, isOpen: false },
      { min: null, max: 3, isOpen: true },
      { min: 2, max: 2, isOpen: false },
    ),
  }),
)

const query = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    term,
    tie('query').map((part): Query => ({ type: 'not', part })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 3 }))
      .map(([type, parts]): Query => ({ type, parts })),
  ),
})).query

const ask = (text: string): DocumentQuery => ({ ...anyDocument, text })

async function find(text: string): Promise<number[]> {
  return [...(await browser.select({ query: ask(text), sort: byPath }))].sort((a, b) => a - b)
}

test('any query finds what a look at every document finds', async () => {
  await fc.assert(
    fc.asyncProperty(query, async (tree) => {
      const expected = documents.flatMap((document, id) => (holds(tree, document) ? [id] : []))
      expect(await find(formatQuery(tree))).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

describe('a page of a search', () => {
  test('has the rows in order and, when everything was looked at, the exact total', async () => {
    const expected = documents.flatMap(({ text }, id) => (/import torch/i.test(text) ? [id] : []))
    const request = { query: ask('"import torch"'), sort: byPath, columns: [], offset: 0, limit: 1000 }
    const { rows, total, search } = await browser.page(request)
    const path = (id: number) => Buffer.from(documents[id]?.path ?? '')
    expect(rows.map(({ id }) => id)).toEqual(expected.sort((a, b) => Buffer.compare(path(a), path(b))))
    expect(total).toBe(expected.length)
    expect(search).toEqual({
      state: 'done',
      lookedAt: documents.length,
      toLookAt: documents.length,
      givenUp: 0,
      isIndexed: true,
    })
    const facets = await browser.facets(request.query)
    expect(facets.sources.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
    expect(facets.search.state).toBe('done')
  })

  test('needs no look into documents where columns and paths answer', async () => {
    const request = { query: ask('lang:python path:src lines>1'), sort: byPath, columns: [], offset: 0, limit: 10 }
    expect((await browser.page(request)).search).toMatchObject({ state: 'done', toLookAt: 0 })
  })

  test('that is abandoned fails with the reason', async () => {
    const controller = new AbortController()
    const request = { query: ask('/a.*c/'), sort: byPath, columns: [], offset: 0, limit: 1000 }
    const page = browser.page(request, controller.signal)
    controller.abort()
    await expect(page).rejects.toBe(controller.signal.reason)
  })
})

test('the places of what a query looks for are told in the order of the text, as far as they are wanted', async () => {
  await fixture.importTree('places', { 'places.txt': 'für Für\nabc ABC\nx' })
  const id = toDocumentId(project.documentCount - 1)
  const places = async (text: string) =>
    (await browser.findMatches(id, text)).map(({ offset, length }) => 'für Für\nabc ABC\nx'.slice(offset, offset + length))
  expect(await places('abc "FÜR"')).toEqual(['für', 'Für', 'abc', 'ABC'])
  expect(await places("'ABC' -für OR /^x|y*/ lang:text")).toEqual(['ABC', 'x'])
  expect(await places('path:places -(-abc)')).toEqual(['abc', 'ABC'])
  await expect(browser.findMatches(toDocumentId(99_999), 'x')).rejects.toMatchObject({ code: 'document.not-found' })
})

test('licences, repositories and what else an import kept are found', async () => {
  const writer = createDocumentWriter(project.database)
  const about = { repo: null, commit: null, licence: null }
  const sourceId = writer.ensureSource({ kind: 'jsonl', location: { file: '/rows.jsonl' }, name: 'rows', ...about })
  const firstId = project.documentCount
  const rows: Partial<NewDocument>[] = [
    { licence: { expression: 'MIT OR Apache-2.0', licenceClass: 'permissive' }, repo: 'a/one' },
    { licence: { expression: 'GPL-3.0-only', licenceClass: 'strong copyleft' }, repo: 'a/two' },
    { licence: { expression: 'as you like', licenceClass: 'none' }, metadata: '{"year":2024,"by":{"name":"Jörg"},"x.y":"Z"}' },
    { metadata: '{"year":null,"tags":["New"]}' },
  ]
  writer.addDocuments(
    sourceId,
    rows.map((row, ordinal) => ({
      ...{ ordinal, path: null, language: 'Text', licence: null, repo: null, stars: null, metadata: null, sizeBytes: 1 },
      ...{ hash: new Uint8Array(16), zstd: zstdCompressSync('x'), statistics: new Float64Array(statisticsSignals.length) },
      ...row,
    })),
  )
  project.markColumnsChanged('now')
  const places = async (text: string) => (await find(`source:rows (${text})`)).map((id) => id - firstId)
  for (const [text, expected] of [
    ['licence:mit', [0]],
    ['license:"MIT OR Apache-2.0"', [0]],
    ['licence:gpl-3.0', [1]],
    ['licence:"strong copyleft"', [1]],
    ['licence:none', [2, 3]],
    ['licence:*', [0, 1, 2, 3]],
    ['repo:A/ONE', [0]],
    ['repo:a/*', [0, 1]],
    ['-repo:*', [2, 3]],
    ['meta.year:2024', [2]],
    ['meta.by.name:JÖRG', [2]],
    ["meta.x.y:'z'", []],
    ['meta.tags:/"new"/i', [3]],
    ['-meta.year:/./', [0, 1, 3]],
  ] as const) {
    expect([text, await places(text)]).toEqual([text, expected])
  }
})

test('what is wrong with a query is told with its place', async () => {
  await expect(find('lang:klingon')).rejects.toMatchObject({
    code: 'query.invalid',
    data: { offset: 5, length: 7, reason: 'lang has no value "klingon" here. It has Python, Markdown, TypeScript, Text.' },
  })
  await expect(find(Array.from({ length: 33 }, () => 'a').join(' '))).rejects.toMatchObject({ code: 'query.invalid' })
})

test('an expression that never ends costs a document and not the search', async () => {
  await fixture.importTree('three', { 'trap.txt': `${'a'.repeat(60)}!`, 'fine.txt': 'aaaa\n' })
  const { rows, search } = await browser.page({
    query: ask('/^(a+)+$/ source:three'),
    sort: byPath,
    columns: [],
    offset: 0,
    limit: 10,
  })
  expect(rows.map(({ path }) => path)).toEqual(['fine.txt'])
  expect(search).toMatchObject({ givenUp: 1, toLookAt: 2 })
})
