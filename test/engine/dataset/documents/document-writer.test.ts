import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { sortDocuments } from '#engine/dataset/documents/document-order'
import { createDocumentWriter, type DocumentWriter } from '#engine/dataset/documents/document-writer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createFixture, type Fixture } from '../project-fixture.ts'
import { makeNewDocument, makeNewSource } from './make-new-document.ts'

let fixture: Fixture
let project: OpenProject
let writer: DocumentWriter
let sourceId: number

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
  writer = createDocumentWriter(project.database)
  sourceId = writer.ensureSource({ ...makeNewSource('/data.jsonl', 'data.jsonl'), kind: 'jsonl' })
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

test('a document has what its row said of it, and one without a path is called by its place', async () => {
  const licence = { expression: 'MIT', licenceClass: 'permissive' as const }
  const added = writer.addDocuments(sourceId, [
    makeNewDocument('one', { ordinal: 4, path: 'a.py', licence, repo: 'o/r', stars: 7, metadata: '{"k":[1]}' }),
    makeNewDocument('two', { ordinal: 12_344 }),
  ])
  expect(added).toEqual({ documents: 2, sizeBytes: 6 })
  project.markColumnsChanged('now')
  expect(project.readDocument(toDocumentId(0))).toMatchObject({
    ...{ name: 'a.py', path: 'a.py', ordinal: 4, licence: 'MIT', repo: 'o/r', metadata: { k: [1] } },
  })
  expect(project.readDocument(toDocumentId(1))).toMatchObject({
    ...{ name: 'data.jsonl, row 12,345', path: null, ordinal: 12_344, licence: null, repo: null, metadata: null },
  })
  expect(project.licences()).toEqual([undefined, licence])
  expect(Array.from(await project.licenceIds())).toEqual([1, Number.NaN])
  expect(Array.from(await project.repoIds())).toEqual([1, Number.NaN])
  expect(Array.from(await project.readColumn('stars'))).toEqual([7, Number.NaN])
  expect(project.listSources()).toMatchObject([{ kind: 'jsonl', location: '/data.jsonl', documentCount: 2 }])
})

test('a row that the source has already is left out, in whatever order rows come', () => {
  const add = (...ordinals: (number | null)[]) =>
    writer.addDocuments(
      sourceId,
      ordinals.map((ordinal) => makeNewDocument(String(ordinal), { ordinal })),
    ).documents
  expect(add(0, 1, 5)).toBe(3)
  expect(add(1, 5, 3, 6, 6)).toBe(2)
  expect(add(null, null)).toBe(2)
  const stored = project.database.prepare('SELECT ordinal FROM document ORDER BY id').pluck().all()
  expect(stored).toEqual([0, 1, 5, 3, 6, 7, 8])
})

test('documents without a path come last in both directions of the order by path', async () => {
  const paths = ['b', null, 'a', null, 'b']
  writer.addDocuments(
    sourceId,
    paths.map((path) => makeNewDocument('', { path })),
  )
  project.markColumnsChanged('now')
  const order = async (direction: 'ascending' | 'descending') =>
    Array.from(
      await sortDocuments(
        { snapshot: project.snapshot(), reader: project.reader, labels: new Uint8Array(), getDecisions: fixture.getDecisions },
        { column: 'path', direction },
      ),
    )
  expect(await order('ascending')).toEqual([2, 0, 4, 1, 3])
  expect(await order('descending')).toEqual([0, 4, 2, 1, 3])
})

test('what a transaction that failed added to the lists of names is added again', () => {
  const broken = makeNewDocument('', { repo: 'o/r', hash: new Uint8Array(3) })
  expect(() => writer.addDocuments(sourceId, [broken])).toThrow(/CHECK/)
  writer.addDocuments(sourceId, [makeNewDocument('', { repo: 'o/r' })])
  expect(project.database.prepare('SELECT name FROM repo').pluck().all()).toEqual(['o/r'])
})
