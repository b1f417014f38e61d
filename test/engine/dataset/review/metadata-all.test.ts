import { createRouterClient, type RouterClient } from '@orpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createReview, type Review } from '#engine/dataset/review/review'
import { createReviewRouter } from '#engine/dataset/review/review-router'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

/** More than are changed in one transaction. */
const documentCount = 1203

let fixture: Fixture
let review: Review
let client: RouterClient<ReturnType<typeof createReviewRouter>>

beforeEach(async () => {
  fixture = createFixture()
  const { projects, labels, browser } = fixture
  review = createReview({ projects, labels, browser, getRecipeText: () => '' })
  client = createRouterClient(createReviewRouter({ ...fixture, review, getRules: () => fixture.rules }))
  await projects.create(fixture.projectFolder, 'Test')
  const rows = Array.from({ length: documentCount }, (_, id) => ({
    text: `t${id}`,
    lang: id % 2 ? 'C' : 'Python',
    n: id,
    tag: 'x',
  }))
  const file = fixture.writeTree('data', { 'rows.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') })
  await fixture.importPath(`${file}/rows.jsonl`, { kind: 'jsonl' })
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

function readMetadata(): (Record<string, unknown> | null)[] {
  const { database } = fixture.projects.getOpen('test')
  const stored = database.prepare<[], string | null>('SELECT metadata FROM document ORDER BY id').pluck().all()
  return stored.map((metadata) => (metadata === null ? null : JSON.parse(metadata)))
}

async function reopen(): Promise<void> {
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
}

const query = { ...anyDocument, languages: ['Python'] }
const matching = Math.ceil(documentCount / 2)

test('one value of everything that matches is set, and one undo takes it back, also after a restart', async () => {
  const before = readMetadata()
  await client.setMetadata({ documentId: toDocumentId(1), key: 'tag', value: 'mine' })
  const { state, documentId } = await client.setMetadataAll({ query, key: 'n', value: '7', documents: matching })
  expect(documentId).toBe(0)
  expect(state.undo).toEqual({ title: `Set n in the metadata of ${matching} documents` })
  const after = readMetadata()
  // What was a number stays one.
  expect(after.map((metadata) => metadata?.n)).toEqual(before.map((_, id) => (id % 2 ? id : 7)))
  expect(after[1]).toEqual({ n: 1, tag: 'mine' })
  await reopen()
  expect((await client.undo()).documentId).toBe(0)
  expect(readMetadata()).toEqual(before.with(1, { n: 1, tag: 'mine' }))
  expect((await client.redo()).state.redo).toBeNull()
  expect(readMetadata()).toEqual(after)
  await client.undo()
  await client.undo()
  expect(readMetadata()).toEqual(before)
})

test('a value is taken away where it is, and searches see it at once', async () => {
  const found = async () => (await fixture.browser.select({ query: { ...anyDocument, text: 'meta.tag:x' }, sort: null })).length
  expect(await found()).toBe(documentCount)
  const { state } = await client.setMetadataAll({ query, key: 'tag', value: null, documents: matching })
  expect(state.undo?.title).toBe(`Take tag out of the metadata of ${matching} documents`)
  expect(await found()).toBe(documentCount - matching)
  expect(readMetadata()[0]).toEqual({ n: 0 })
})

test('a change of nothing is no step, and another number than was agreed to changes nothing', async () => {
  const { state, documentId } = await client.setMetadataAll({ query, key: 'nowhere', value: null, documents: matching })
  expect({ documentId, undo: state.undo }).toEqual({ documentId: null, undo: null })
  const refused = client.setMetadataAll({ query, key: 'n', value: '7', documents: 3 })
  await expect(refused).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringContaining('Nothing was changed') })
  expect(readMetadata()[0]).toEqual({ n: 0, tag: 'x' })
})

test('a change that is broken off is taken back as a whole, by whoever asked or by the end of the project', async () => {
  const before = readMetadata()
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.integer({ min: 0, max: 4 }), async (closes, turns) => {
      const aborter = new AbortController()
      const request = { query: anyDocument, key: 'tag', value: 'other', documents: documentCount, project: null }
      const outcome = review.setMetadataAll(request, aborter.signal).then(
        () => 'done',
        () => 'broken off',
      )
      while (readMetadata()[0]?.tag === 'x') await new Promise(setImmediate)
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
      if (closes) await reopen()
      else aborter.abort()
      const isDone = (await outcome) === 'done'
      await fixture.labels.load(fixture.projects.getOpen('test'))
      if (isDone) await client.undo()
      expect(readMetadata()).toEqual(before)
    }),
    { numRuns: 8 },
  )
})
