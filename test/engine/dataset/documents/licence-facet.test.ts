import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LicenceClass } from '#contracts/licence'
import { createDocumentBrowser, type DocumentBrowser } from '#engine/dataset/documents/document-browser'
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

const header = (expression: string) => `// SPDX-License-Identifier: ${expression}\nint x;\n`

const countClasses = async (licences: LicenceClass[] = []) =>
  (await browser.facets({ ...anyDocument, licences })).licences.map(({ value, count }) => [value, count])

test('documents are counted and narrowed by what their licences ask for', async () => {
  await fixture.importTree('code', {
    'a.c': header('MIT'),
    'b.c': header('Apache-2.0'),
    'c.c': header('LGPL-2.1-only'),
    'd.c': header('GPL-3.0-or-later'),
    'e.c': 'int x;\n',
  })
  const counts = [
    ['permissive', 2],
    ['weak copyleft', 1],
    ['strong copyleft', 1],
    ['none', 1],
  ]
  expect(await countClasses()).toEqual(counts)
  // A facet's own restriction does not apply to itself.
  expect(await countClasses(['strong copyleft'])).toEqual(counts)
  const sort = { column: 'path', direction: 'ascending' } as const
  const query = { ...anyDocument, licences: ['permissive', 'none'] satisfies LicenceClass[] }
  const { rows } = await browser.page({ query, sort, columns: [], offset: 0, limit: 10 })
  expect(rows.map(({ path }) => path)).toEqual(['a.c', 'b.c', 'e.c'])
  expect((await browser.facets(query)).languages.map(({ count }) => count)).toEqual([3])
})

test('where no document has a licence, there is nothing to choose', async () => {
  await fixture.importTree('code', { 'a.c': 'int x;\n' })
  expect(await countClasses()).toEqual([])
})
