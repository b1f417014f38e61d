import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentSort } from '#contracts/dataset'
import { ruleKeys } from '#contracts/rule'
import { listQueues } from '#engine/dataset/review/list-queues'
import { findReviewOrder } from '#engine/dataset/review/review-order'
import { threshold } from '../../../support/threshold.ts'
import { anyDocument, createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
const documentCount = 40

beforeAll(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  const files = Array.from({ length: documentCount }, (_, index) => [`f${index}.c`, 'x\n'.repeat(index + 1)])
  await fixture.importTree('code', Object.fromEntries(files))
  const about = { label: 'Odd', unit: 'probability', description: '', producer: 'test', producerConfig: null }
  const writer = fixture.projects.getOpen('test').writeSignal({ name: 'odd', ...about })
  writer.set(
    0,
    Float32Array.from({ length: documentCount }, (_, id) => (id % 4 === 0 ? Number.NaN : id / documentCount)),
  )
  writer.finish()
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function listIds(column: string, direction: DocumentSort['direction'] = 'ascending'): Promise<number[]> {
  const ids = await fixture.browser.select({ query: anyDocument, sort: { column, direction } })
  return Array.from(ids)
}

async function readColumn(name: string): Promise<number[]> {
  return Array.from(await fixture.projects.getOpen('test').readColumn(name))
}

test('a random order is the same for a seed, another for another, and holds every document', async () => {
  const first = await listIds('review:random:1')
  expect(await listIds('review:random:1')).toEqual(first)
  const second = await listIds('review:random:2')
  expect(second).not.toEqual(first)
  const all = Array.from({ length: documentCount }, (_, id) => id)
  expect(first).not.toEqual(all)
  expect(first.toSorted((a, b) => a - b)).toEqual(all)
  expect(second.toSorted((a, b) => a - b)).toEqual(all)
})

test('a random order keeps to itself when documents are added', async () => {
  await using grown = createFixture()
  await grown.projects.create(grown.projectFolder, 'Test')
  const list = async () =>
    Array.from(await grown.browser.select({ query: anyDocument, sort: { column: 'review:random:3', direction: 'ascending' } }))
  await grown.importTree('one', Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`a${index}`, `${index}\n`])))
  const before = await list()
  await grown.importTree('two', Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`b${index}`, `${index}\n`])))
  const after = await list()
  expect(after).toHaveLength(40)
  expect(after.filter((id) => id < 20)).toEqual(before)
})

test('documents nearest to a cut come first, on either side of it and at either bound, and the order follows the cut', async () => {
  const lines = await readColumn('lines')
  for (const cut of [threshold('lines', { min: 10, max: 30 }), threshold('lines', { max: 12 })]) {
    fixture.rules = [cut]
    const project = fixture.projects.getOpen('test')
    project.markRecipeChanged()
    const distances = (await listIds('review:distance:lines')).map((id) => {
      const value = lines[id] as number
      return Math.min(
        cut.min === null ? Infinity : Math.abs(value - cut.min),
        cut.max === null ? Infinity : Math.abs(value - cut.max),
      )
    })
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
  }
  fixture.rules = []
})

test('documents are ordered by how many rules drop them', async () => {
  fixture.rules = [threshold('lines', { max: 20 }), threshold('size', { max: 60 }), threshold('odd', { min: 0.5 })]
  fixture.projects.getOpen('test').markRecipeChanged()
  const hits = async (id: number) => (await fixture.getDecisions().hits(id as never)).length
  const counts = await Promise.all((await listIds('review:rules', 'descending')).map(hits))
  expect(new Set(counts).size).toBeGreaterThan(2)
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  fixture.rules = []
})

test('the least certain come first, and those without a value last', async () => {
  const odd = await readColumn('odd')
  const distances = (await listIds('review:certainty:odd')).map((id) => Math.fround(Math.abs((odd[id] as number) - 0.5)))
  const known = distances.filter((distance) => !Number.isNaN(distance))
  expect(distances.slice(0, known.length)).toEqual(known.toSorted((a, b) => a - b))
  expect(known.length).toBe(documentCount * 0.75)
})

test('the least certain of every language in every repository come in turn', async () => {
  await using mixed = createFixture()
  await mixed.projects.create(mixed.projectFolder, 'Test')
  const files = ['a.py', 'b.c', 'c.c', 'd.c', 'e.py'].map((name) => [name, `${name}\n`])
  await mixed.importTree('mixed', Object.fromEntries(files))
  const about = { label: 'Odd', unit: 'probability', description: '', producer: 'test', producerConfig: null }
  const writer = mixed.projects.getOpen('test').writeSignal({ name: 'odd', ...about })
  writer.set(0, Float32Array.of(0.9, 0.5, 0.55, 0.6, Number.NaN))
  writer.finish()
  const sort = { column: 'review:variety:odd', direction: 'ascending' as const }
  expect([...(await mixed.browser.select({ query: anyDocument, sort }))]).toEqual([1, 0, 2, 3, 4])
})

test('the clusters of a step are an order from a similarity on, and a queue where a rule is on them', () => {
  const cluster = { by: 'cluster', step: 'near-duplicates', jaccard: 0.85 }
  expect(findReviewOrder('review:cluster:near-duplicates@0.85')).toEqual(cluster)
  const [, queue] = listQueues([ruleKeys.parse({ rule: 'duplicate', step: 'near-duplicates', jaccard: 0.7 })], [])
  expect(findReviewOrder(queue?.sort.column ?? '')).toEqual({ ...cluster, jaccard: 0.7 })
})

test.each([
  'review:cluster:x',
  'review:cluster:x@2',
  'review:',
  'review:random',
  'review:random:x',
  'review:rules:x',
  'review:distance',
  'other:rules',
])('%s is no order, and so no column', async (column) => {
  expect(findReviewOrder(column)).toBeNull()
  await expect(listIds(column)).rejects.toMatchObject({ code: 'signal.not-found' })
})

test('queues are offered as far as the recipe and the signals give them something, and each can be shown', async () => {
  const signals = fixture.projects.getOpen('test').listSignals()
  const titles = (rules: Fixture['rules']) => listQueues(rules, signals).map(({ title }) => title)
  expect(titles([])).toEqual(['Random order', 'Least certain: Odd', 'Least certain and different: Odd'])
  fixture.rules = [threshold('lines', { min: 2 }), threshold('size', { max: 60 }), threshold('gone', { min: 1 })]
  expect(titles(fixture.rules)).toEqual([
    'Random order',
    'Nearest to the cut of Lines',
    'Nearest to the cut of Size',
    'Dropped by one rule alone first',
    'Dropped by most rules first',
    'Least certain: Odd',
    'Least certain and different: Odd',
  ])
  for (const { sort } of listQueues(fixture.rules, signals)) expect(await listIds(sort.column)).toHaveLength(documentCount)
  fixture.rules = []
})
