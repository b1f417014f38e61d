import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import { maxListedValues } from '#engine/dataset/documents/facets'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'
import { makeNewDocument, makeNewSource } from './make-new-document.ts'

let fixture: Fixture

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
})
afterEach(() => fixture[Symbol.asyncDispose]())

test('however many sources and languages there are, the largest are listed, those that the query names too, and all are counted', async () => {
  const count = 10_000
  const project = fixture.projects.getOpen('test')
  const writer = createDocumentWriter(project.database)
  const ids = project.database.transaction(() =>
    Array.from({ length: count }, (_, index) => {
      const source = writer.ensureSource(makeNewSource(`/code/${index}`, `code ${index}`))
      // The last source is the largest.
      const documents = index === count - 1 ? 2 : index % 20 === 0 ? 1 : 0
      if (documents === 0) return source
      const texts = Array.from({ length: documents }, (_, each) =>
        makeNewDocument(`text ${index} ${each}`, { path: `${index}-${each}.x`, language: `Language ${index}` }),
      )
      writer.addDocuments(source, texts)
      return source
    }),
  )() as unknown[]
  project.markColumnsChanged('now')
  const facets = await fixture.browser.facets(anyDocument)
  expect(facets).toMatchObject({ sourceCount: count, languageCount: count / 20 + 1 })
  expect([facets.sources.length, facets.languages.length]).toEqual([maxListedValues, maxListedValues])
  expect([facets.sources[0], facets.languages[0]]).toMatchObject([
    { label: `code ${count - 1}`, count: 2 },
    { value: `Language ${count - 1}`, count: 2 },
  ])
  const named = project.listSources().find(({ name }) => name === 'code 9001')
  const narrowed = await fixture.browser.facets({ ...anyDocument, sourceIds: [named?.id ?? 0] })
  expect(narrowed.sources.map(({ label }) => label)).toContain('code 9001')
  expect(narrowed.sources).toHaveLength(maxListedValues + 1)
  expect(ids).toHaveLength(count)
})
