import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getProjectFile } from '#engine/dataset/project/project-file'
import { buildSegment } from '#engine/dataset/search/index/build-segment'
import { findCandidates } from '#engine/dataset/search/index/index-candidates'
import { countIndexed, findIndex, getIndexFile, listSegments, openIndex } from '#engine/dataset/search/index/index-file'
import { indexJob } from '#engine/dataset/search/index/index-job'
import { packPostings, readPostings } from '#engine/dataset/search/index/posting-blocks'
import { createPostingsBuilder } from '#engine/dataset/search/index/postings'
import { needCharacters } from '#engine/dataset/search/index/trigrams'
import { openReadOnlyDatabase } from '#engine/platform/sqlite'
import { anyDocument, createFixture, type Fixture } from '../../project-fixture.ts'

let fixture: Fixture

const words = ['import torch', 'std::vector', 'needle', '你好', 'x']

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  fixture.jobs.register(indexJob)
})
afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const textOf = (index: number) => words.filter((_, word) => ((index * 2654435761) >>> (word + 3)) & 1).join(`\n${index}\n`)

function importTexts(name: string, count: number) {
  return fixture.importTree(
    name,
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, textOf(index)])),
  )
}

async function readTexts(): Promise<string[]> {
  const project = fixture.projects.getOpen('test')
  const texts: string[] = []
  for await (const { bytes } of project.iterateTexts(0, project.documentCount)) texts.push(bytes.toString())
  return texts
}

test('postings are read back as they were gathered', () => {
  const builder = createPostingsBuilder(1000)
  const text = fc.array(fc.constantFrom('a', 'B', 'c', ' ', 'ä'), { maxLength: 30 }).map((all) => Buffer.from(all.join('')))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
      for (const each of texts) builder.add(each)
      const blocks = [...packPostings(builder.take())]
      const folded = texts.map((each) => Buffer.from(each.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))))
      for (const code of new Set(
        folded.flatMap((each) => Array.from({ length: Math.max(0, each.length - 2) }, (_, at) => each.readUIntBE(at, 3))),
      )) {
        const expected = folded.flatMap((each, document) =>
          each.includes(Buffer.from([code >> 16, (code >> 8) & 255, code & 255])) ? [document] : [],
        )
        const found: number[] = []
        const block = blocks.findLast(({ firstCode }) => firstCode <= code)
        if (block) readPostings(block, code, (document) => found.push(document))
        expect(found).toEqual(expected)
      }
    }),
    { numRuns: 100 },
  )
})

test('an index that is built in segments, in several lives of the process, knows every document once', async () => {
  await importTexts('one', 120)
  const file = getIndexFile(fixture.projectFolder)
  const project = openReadOnlyDatabase(getProjectFile(fixture.projectFolder))
  for (;;) {
    const index = openIndex(file, project)
    // Each life adds one segment, and the next begins one that is lost.
    const built = buildSegment({ project, index, postings: createPostingsBuilder(300) })
    index.close()
    if (!built) break
  }
  const index = findIndex(file, project)
  if (!index) throw new Error('no index')
  const texts = await readTexts()
  expect(countIndexed(index)).toBe(texts.length)
  const segments = listSegments(index)
  expect(segments.length).toBeGreaterThan(5)
  expect(segments.map(({ firstId }) => firstId)).toEqual([0, ...segments.slice(0, -1).map(({ endId }) => endId)])
  for (const word of words) {
    const { indexedCount, sets } = findCandidates(index, { needs: [needCharacters(word, false)], documentCount: texts.length })
    expect(indexedCount).toBe(texts.length)
    const found = texts.flatMap((_, id) => (sets[0]?.has(id) ? [id] : []))
    expect(found).toEqual(expect.arrayContaining(texts.flatMap((text, id) => (text.includes(word) ? [id] : []))))
    if (word === 'needle') expect(found.length).toBeLessThan(texts.length)
  }
  index.close()
  project.close()
})

test('the job indexes what is there and then what came in, and searches look at less', async () => {
  await importTexts('one', 60)
  const { browser } = fixture
  const request = {
    query: { ...anyDocument, text: 'needle' },
    sort: { column: 'path', direction: 'ascending' as const },
    columns: [],
    offset: 0,
    limit: 1000,
  }
  const before = await browser.page(request)
  expect(before.search.toLookAt).toBe(60)
  const job = await fixture.runJob('index', {})
  expect(job).toMatchObject({ state: 'done', done: 60, total: 60 })
  expect(job.summary).toMatch(/^The texts of 60 documents are indexed; the index takes [\d.]+ kB\.$/)
  const after = await browser.page(request)
  expect(after.rows).toEqual(before.rows)
  expect(after.search).toMatchObject({ toLookAt: before.total, isIndexed: true })
  expect((await browser.page({ ...request, query: { ...request.query, text: 'NEE' } })).search).toMatchObject({
    toLookAt: 0,
    state: 'done',
  })

  await importTexts('two', 30)
  const grown = await browser.page(request)
  expect(grown.total).toBe((await readTexts()).filter((text) => text.includes('needle')).length)
  await fixture.runJob('index', {})
  expect((await browser.page(request)).total).toBe(grown.total)
})

test('an index that is damaged, or of another project, counts for nothing and is built anew', async () => {
  await importTexts('one', 20)
  const file = getIndexFile(fixture.projectFolder)
  const project = openReadOnlyDatabase(getProjectFile(fixture.projectFolder))
  writeFileSync(file, 'no database')
  expect(findIndex(file, project)).toBeNull()
  const index = openIndex(file, project)
  buildSegment({ project, index, postings: createPostingsBuilder() })
  expect(countIndexed(index)).toBe(20)
  index.prepare("UPDATE segment SET last_hash = x'00'").run()
  index.close()
  expect(findIndex(file, project)).toBeNull()
  const again = openIndex(file, project)
  expect(countIndexed(again)).toBe(0)
  again.close()
  project.close()
})
