import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentQuery } from '#contracts/dataset'
import { labelChoice } from '#contracts/label'
import { createDocumentBrowser } from '#engine/dataset/documents/document-browser'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { createReview } from '#engine/dataset/review/review'
import { threshold } from '../../../support/threshold.ts'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

const documentCount = 40

let fixture: Fixture

beforeAll(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  const names = Array.from({ length: documentCount }, (_, index) => `f${index}.${index % 3 === 0 ? 'py' : 'c'}`)
  await fixture.importTree('code', Object.fromEntries(names.map((name, index) => [name, `${'x\n'.repeat(index)}${name}\n`])))
  fixture.rules = [threshold('lines', { min: 5, max: 30 })]
  fixture.projects.getOpen('test').markRecipeChanged()
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

const createBrowser = () =>
  createDocumentBrowser({
    getProject: () => fixture.projects.getOpen('test'),
    getDecisions: () => fixture.getDecisions(),
    loadLabels: fixture.labels.load,
  })

const query: fc.Arbitrary<DocumentQuery> = fc.record({
  text: fc.constantFrom('', '"f1"', 'lines>10', 'label:keep', '-label:none "f2"'),
  languages: fc.subarray(['Python', 'C']),
  sourceIds: fc.constant([]),
  verdict: fc.constantFrom('any', 'kept', 'dropped'),
  labels: fc.subarray([...labelChoice.options]),
  licences: fc.constant([]),
  repos: fc.constant([]),
})

test('counts that follow labels one by one are those of counting all anew', async () => {
  const { projects, labels, browser } = fixture
  const review = createReview({ projects, labels, browser, getRecipeText: () => '' })
  const edit = fc.record({
    documentIds: fc.uniqueArray(fc.nat(documentCount - 1).map(toDocumentId), { minLength: 1, maxLength: 5 }),
    verdict: fc.constantFrom('keep', 'drop', 'unsure', null),
  })
  await fc.assert(
    fc.asyncProperty(query, fc.array(edit, { maxLength: 4 }), async (asked, edits) => {
      const following = createBrowser()
      await following.facets(asked)
      for (const each of edits) await review.setLabel({ ...each, project: null })
      expect(await following.facets(asked)).toEqual(await createBrowser().facets(asked))
      expect(await following.facets(asked)).toEqual(await createBrowser().facets(asked))
    }),
    { numRuns: 40 },
  )
})

test('counts follow a search from its first finds to its end', async () => {
  const browser = createBrowser()
  const asked = { ...anyDocument, text: '/f\\d*5/' }
  let facets = await browser.facets(asked)
  const sort = { column: 'path', direction: 'ascending' as const }
  await browser.page({ query: asked, sort, columns: [], offset: 0, limit: 100 })
  while (facets.search.state === 'running') facets = await browser.facets(asked)
  expect(facets.verdicts.map(({ count }) => count)).toEqual([3, 1])
})
