import { expect, test } from 'vitest'
import { documentId, type SearchProgress, type TableRow } from '#contracts/dataset'
import { createRowPages, type FetchPage, PAGE_ROWS, type RowPage } from '../../../../renderer/features/data/row-pages.ts'
import { makeDocumentRow } from '../../../support/make-document-row.ts'

function row(id: number): TableRow {
  return { ...makeDocumentRow({ id, path: `file-${id}.py` }), label: null }
}

const search: SearchProgress = { state: 'done', lookedAt: 0, toLookAt: 0, givenUp: 0, isIndexed: true }

/** Documents `firstId`, `firstId + 1`, …, answered only when the test says so. */
function createSource(total: number, firstId = 0) {
  const waiting: { offset: number; answer: () => void; fail: (error: unknown) => void }[] = []
  const fetchPage: FetchPage = (offset, limit) =>
    new Promise<RowPage>((resolve, reject) => {
      const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, index) => row(firstId + offset + index))
      waiting.push({ offset, answer: () => resolve({ total, rows, search }), fail: reject })
    })
  return {
    fetchPage,
    offsets: () => waiting.map(({ offset }) => offset),
    async answerNext() {
      waiting.shift()?.answer()
      await new Promise(setImmediate)
    },
    async failNext(error: unknown) {
      waiting.shift()?.fail(error)
      await new Promise(setImmediate)
    },
  }
}

test('only the pages in view are fetched, two at a time, and rows that came are found by place and by document', async () => {
  const source = createSource(1_000_000)
  const pages = createRowPages(() => {})
  pages.show(500_000, 500_250)
  pages.setSource('view', source.fetchPage)
  expect(source.offsets()).toEqual([500_000, 500_100])
  await source.answerNext()
  expect(source.offsets()).toEqual([500_100, 500_200])
  expect(pages.total).toBe(1_000_000)
  expect(pages.findRow(500_007)?.id).toBe(500_007)
  expect(pages.findRow(7)).toBeUndefined()
  expect(pages.findIndex(documentId.parse(500_042))).toBe(500_042)
  pages.close()
})

test('pages that were scrolled past before their turn are never asked for', async () => {
  const source = createSource(1_000_000)
  const pages = createRowPages(() => {})
  pages.show(0, 30)
  pages.setSource('view', source.fetchPage)
  for (let top = 0; top < 900_000; top += 10_000) pages.show(top, top + 30)
  while (source.offsets().length > 0) await source.answerNext()
  expect(pages.findRow(890_000)?.id).toBe(890_000)
  expect(pages.findRow(450_000)).toBeUndefined()
  pages.close()
})

test('after a new revision the old rows stay until the new ones are here', async () => {
  const before = createSource(50)
  const after = createSource(60, 1000)
  const pages = createRowPages(() => {})
  pages.setSource('view', before.fetchPage)
  await before.answerNext()
  pages.setSource('view', after.fetchPage)
  expect(pages.findRow(0)?.id).toBe(0)
  await after.answerNext()
  expect(pages.findRow(0)?.id).toBe(1000)
  expect(pages.total).toBe(60)
  pages.close()
})

test('revisions that come faster than answers do not keep the answer away', async () => {
  const source = createSource(50)
  const pages = createRowPages(() => {})
  pages.setSource('view', source.fetchPage)
  for (let revision = 0; revision < 10; revision++) pages.setSource('view', source.fetchPage)
  expect(source.offsets()).toEqual([0])
  await source.answerNext()
  expect(pages.findRow(0)?.id).toBe(0)
  expect(source.offsets()).toEqual([0])
  pages.close()
})

test('a new order shows the rows of the old one only until its first page has come', async () => {
  const byPath = createSource(300)
  const bySize = createSource(300, 5000)
  const pages = createRowPages(() => {})
  pages.show(0, 150)
  pages.setSource('path', byPath.fetchPage)
  await byPath.answerNext()
  await byPath.answerNext()
  pages.setSource('size', bySize.fetchPage)
  expect(pages.findRow(120)?.id).toBe(120)
  expect(pages.findIndex(documentId.parse(120))).toBeUndefined()
  await bySize.answerNext()
  expect(pages.findRow(0)?.id).toBe(5000)
  expect(pages.findRow(120)).toBeUndefined()
  pages.close()
})

test('a failure is told once and asked again only on retry', async () => {
  const source = createSource(50)
  const errors: unknown[] = []
  const pages = createRowPages((error) => errors.push(error))
  pages.setSource('view', source.fetchPage)
  const failure = new Error('the disk is gone')
  await source.failNext(failure)
  expect(errors).toEqual([failure])
  expect(source.offsets()).toEqual([])
  pages.retry()
  await source.answerNext()
  expect(errors).toEqual([failure, null])
  expect(pages.findRow(PAGE_ROWS / 2 - 1)?.id).toBe(49)
  pages.close()
})
