import { createRouterClient, type RouterClient } from '@orpc/server'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentQuery } from '#contracts/dataset'
import type { LabelVerdict } from '#contracts/label'
import type { ReviewState } from '#contracts/review'
import type { DocumentBrowser } from '#engine/dataset/documents/document-browser'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { toRecipeVersion } from '#engine/dataset/review/plan-labels'
import { createReview } from '#engine/dataset/review/review'
import { createReviewRouter } from '#engine/dataset/review/review-router'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

const recipeText = 'version: 1\nname: Test\nsteps: []\n'
const documentCount = 12

let fixture: Fixture
let browser: DocumentBrowser
let client: RouterClient<ReturnType<typeof createReviewRouter>>

beforeEach(async () => {
  fixture = createFixture()
  const { projects, labels } = fixture
  browser = fixture.browser
  const review = createReview({ projects, labels, browser, getRecipeText: () => recipeText })
  client = createRouterClient(createReviewRouter({ ...fixture, review, getRules: () => fixture.rules }))
  await projects.create(fixture.projectFolder, 'Test')
  const names = Array.from({ length: documentCount }, (_, index) => `f${index}.${index % 3 === 0 ? 'py' : 'c'}`)
  await fixture.importTree('code', Object.fromEntries(names.map((name) => [name, `${name}\n`])))
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function readLabels(): Promise<(LabelVerdict | null)[]> {
  const sort = { column: 'path', direction: 'ascending' as const }
  const { rows } = await browser.page({ query: anyDocument, sort, columns: [], offset: 0, limit: 1000 })
  return rows.toSorted((a, b) => a.id - b.id).map(({ label }) => label)
}

async function reopen(): Promise<void> {
  await fixture.projects.close()
  await fixture.projects.open(fixture.projectFolder)
}

const ids = (...places: number[]) => places.map(toDocumentId)

test('a label is kept with its time and the version of the recipe', async () => {
  const before = Date.now()
  const { state, documentId } = await client.setLabel({ documentIds: ids(3), verdict: 'drop' })
  expect(documentId).toBe(3)
  expect(state).toMatchObject({
    counts: { keep: 0, drop: 1, unsure: 0 },
    undo: { title: 'Label 1 document as drop' },
    redo: null,
  })
  await reopen()
  const { label } = await browser.sample(toDocumentId(3))
  expect(label).toMatchObject({ verdict: 'drop', note: '', recipe: toRecipeVersion(recipeText) })
  expect(label?.labelledAt).toBeGreaterThanOrEqual(before)
  expect((await browser.sample(toDocumentId(4))).label).toBeNull()
})

test('a note stands with a verdict or alone, and an empty one goes', async () => {
  await client.setNote({ documentId: toDocumentId(1), note: 'a test fixture' })
  expect((await browser.sample(toDocumentId(1))).label).toMatchObject({ verdict: null, note: 'a test fixture' })
  await client.setLabel({ documentIds: ids(1), verdict: 'unsure' })
  await client.setNote({ documentId: toDocumentId(1), note: '' })
  expect((await browser.sample(toDocumentId(1))).label).toMatchObject({ verdict: 'unsure', note: '' })
  await client.undo()
  expect((await browser.sample(toDocumentId(1))).label).toMatchObject({ verdict: 'unsure', note: 'a test fixture' })
  await client.setLabel({ documentIds: ids(1), verdict: null })
  expect((await browser.sample(toDocumentId(1))).label).toBeNull()
  await client.undo()
  expect((await browser.sample(toDocumentId(1))).label).toMatchObject({ verdict: 'unsure', note: 'a test fixture' })
})

test('metadata is edited, kept across a restart, and taken back in turn with labels', async () => {
  const id = toDocumentId(2)
  const readMetadata = async () => (await browser.sample(id)).metadata
  expect(await readMetadata()).toBeNull()
  await client.setMetadata({ documentId: id, key: 'checked by', value: 'Ada' })
  await client.setLabel({ documentIds: [id], verdict: 'keep' })
  await client.setMetadata({ documentId: id, key: 'checked by', value: 'Bea' })
  await reopen()
  expect(await readMetadata()).toEqual({ 'checked by': 'Bea' })
  expect((await client.undo()).documentId).toBe(id)
  expect(await readMetadata()).toEqual({ 'checked by': 'Ada' })
  await client.undo()
  expect((await readLabels())[2]).toBeNull()
  await client.undo()
  expect(await readMetadata()).toBeNull()
  await client.redo()
  expect(await readMetadata()).toEqual({ 'checked by': 'Ada' })
  await client.setMetadata({ documentId: id, key: 'checked by', value: null })
  expect(await readMetadata()).toBeNull()
})

test('undo and redo go back and forth across a restart, and a new change ends what could be redone', async () => {
  await client.setLabel({ documentIds: ids(0), verdict: 'keep' })
  await client.setLabel({ documentIds: ids(0, 5), verdict: 'drop' })
  await reopen()
  expect(await client.undo()).toMatchObject({ documentId: 0, state: { counts: { keep: 1, drop: 0 } } })
  expect(await readLabels()).toEqual(['keep', ...Array(documentCount - 1).fill(null)])
  await reopen()
  expect((await client.redo()).state).toMatchObject({ counts: { keep: 0, drop: 2 }, redo: null })
  await client.undo()
  await client.undo()
  const { state, documentId } = await client.undo()
  expect(documentId).toBeNull()
  expect(state).toMatchObject({ counts: { keep: 0, drop: 0, unsure: 0 }, undo: null })
  await client.setLabel({ documentIds: ids(2), verdict: 'unsure' })
  expect((await client.redo()).documentId).toBeNull()
  expect((await readLabels()).filter(Boolean)).toEqual(['unsure'])
})

test('every history of changes, undone and done again, is that of a plain list', async () => {
  const verdict = fc.constantFrom<LabelVerdict | null>('keep', 'drop', 'unsure', null)
  const step = fc.oneof(
    fc.record({ documentIds: fc.uniqueArray(fc.nat(documentCount - 1), { minLength: 1, maxLength: 5 }), verdict }),
    fc.constantFrom('undo' as const, 'redo' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      while ((await client.undo()).documentId !== null);
      // The first change ends what the last run could do again.
      await client.setLabel({ documentIds: ids(0), verdict: 'keep' })
      const nothing: (LabelVerdict | null)[] = Array(documentCount).fill(null)
      const history = [nothing, nothing.with(0, 'keep')]
      let place = 1
      for (const each of steps) {
        if (each === 'undo') place = Math.max(0, place - 1)
        else if (each === 'redo') place = Math.min(history.length - 1, place + 1)
        else if (each.documentIds.some((id) => history[place]?.[id] !== each.verdict)) {
          history.length = ++place
          history.push((history[place - 1] ?? nothing).map((old, id) => (each.documentIds.includes(id) ? each.verdict : old)))
        }
        if (each === 'undo' || each === 'redo') await client[each]()
        else await client.setLabel({ documentIds: ids(...each.documentIds), verdict: each.verdict })
        expect(await readLabels()).toEqual(history[place])
      }
      // What is stored is what was in memory.
      await reopen()
      expect(await readLabels()).toEqual(history[place])
    }),
    { numRuns: 25 },
  )
})

test('everything that matches is labelled as one step, after its count was asked', async () => {
  const query: DocumentQuery = { ...anyDocument, languages: ['Python'] }
  await client.setLabel({ documentIds: ids(0), verdict: 'keep' })
  await client.setNote({ documentId: toDocumentId(0), note: 'read' })
  const matching = await browser.select({ query, sort: null })
  expect(await client.countAll({ query })).toEqual({
    documents: 4,
    keep: matching.includes(0) ? 1 : 0,
    drop: 0,
    unsure: 0,
    notes: matching.includes(0) ? 1 : 0,
  })
  await expect(client.labelAll({ query, verdict: 'drop', documents: 5 })).rejects.toMatchObject({ code: 'input.invalid' })
  const { state } = await client.labelAll({ query, verdict: 'drop', documents: 4 })
  expect(state).toMatchObject({ counts: { drop: 4 } })
  await client.labelAll({ query, verdict: null, documents: 4 })
  expect((await readLabels()).filter((label) => label === 'drop')).toEqual([])
  await client.undo()
  const { state: undone } = await client.undo()
  expect(undone).toMatchObject({ counts: { keep: 1, drop: 0 }, redo: { title: expect.stringContaining('as drop') } })
})

test('a filter by label finds what was said, and its facet counts it', async () => {
  await client.setLabel({ documentIds: ids(1, 2), verdict: 'keep' })
  await client.setLabel({ documentIds: ids(7), verdict: 'drop' })
  expect([...(await browser.select({ query: { ...anyDocument, labels: ['keep', 'drop'] }, sort: null }))]).toEqual([1, 2, 7])
  expect(await browser.select({ query: { ...anyDocument, labels: ['none'] }, sort: null })).toHaveLength(documentCount - 3)
  const { labels, languages } = await browser.facets({ ...anyDocument, labels: ['keep'] })
  expect(labels.map(({ value, count }) => [value, count])).toEqual([
    ['keep', 2],
    ['drop', 1],
    ['unsure', 0],
    ['none', documentCount - 3],
  ])
  expect(languages.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  await client.undo()
  expect([...(await browser.select({ query: { ...anyDocument, labels: ['keep', 'drop'] }, sort: null }))]).toEqual([1, 2])
})

test('a document that does not exist is refused, and then none is labelled', async () => {
  const missing = client.setLabel({ documentIds: ids(1, 99), verdict: 'keep' })
  await expect(missing).rejects.toMatchObject({ code: 'document.not-found', data: { documentId: 99 } })
  expect((await readLabels()).filter(Boolean)).toEqual([])
})

test('followers see each change, and null while no project is open', async () => {
  const aborter = new AbortController()
  const states = await client.watch(undefined, { signal: aborter.signal })
  const follow = async (isReached: (state: ReviewState | null) => boolean) => {
    for (;;) {
      const { value } = await states.next()
      if (isReached(value as ReviewState | null)) return
    }
  }
  await follow((state) => state?.counts.keep === 0)
  await client.setLabel({ documentIds: ids(1), verdict: 'keep' })
  await follow((state) => state?.counts.keep === 1)
  await fixture.projects.close()
  await follow((state) => state === null)
  aborter.abort()
  await expect(client.setLabel({ documentIds: ids(1), verdict: 'keep' })).rejects.toMatchObject({ code: 'project.not-open' })
})
