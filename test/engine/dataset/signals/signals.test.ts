import { afterEach, beforeEach, expect, test } from 'vitest'
import { openProject } from '#engine/dataset/project/open-project'
import type { OpenProject } from '#engine/dataset/project/project'
import { chunkLength, createSignalChunks } from '#engine/dataset/signals/signal-chunks'
import { defineSignal, listStoredSignals } from '#engine/dataset/signals/signal-store'
import { createFixture, type Fixture, silentLog } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject

const definition = {
  ...{ name: 'score', label: 'Score', unit: 'perplexity', description: 'A test.' },
  ...{ producer: 'model', producerConfig: { maxTokens: 8 } },
}

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
  await fixture.importTree('code', { 'a.c': 'a', 'b.c': 'bb', 'c.c': 'ccc', 'd.c': 'dddd' })
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

test('values that are written are read, the others are missing', async () => {
  const { revision } = project.state.get()
  const writer = project.writeSignal(definition)
  writer.set(1, Float32Array.of(0.5, Number.NaN))
  writer.finish()
  expect(Array.from(await project.readColumn('score'))).toEqual([Number.NaN, 0.5, Number.NaN, Number.NaN])
  expect(project.listSignals().at(-1)).toEqual({
    ...{ name: 'score', label: 'Score', unit: 'perplexity', description: 'A test.', producer: 'model' },
    ...{ stale: false, missingCount: 3 },
  })
  expect(project.state.get().revision).toBeGreaterThan(revision)
  const rows = await project.rows([2, 1, 99], ['score', 'size'])
  expect(rows.map(({ id, signals }) => [id, ...signals])).toEqual([
    [2, null, 3],
    [1, 0.5, 2],
  ])
})

test('writing the same values twice changes nothing, and a value can become missing again', () => {
  const writer = project.writeSignal(definition)
  writer.set(0, Float32Array.of(1, 2))
  writer.set(0, Float32Array.of(1, 2))
  writer.set(1, Float32Array.of(Number.NaN, 3))
  writer.finish()
  expect(project.listSignals().at(-1)?.missingCount).toBe(2)
})

test('a signal of the same configuration goes on, one of another configuration starts over', async () => {
  const first = project.writeSignal(definition)
  first.set(0, Float32Array.of(1))
  const second = project.writeSignal(definition)
  second.set(3, Float32Array.of(4))
  second.finish()
  expect(Array.from(await project.readColumn('score'))).toEqual([1, Number.NaN, Number.NaN, 4])
  project.writeSignal({ ...definition, producerConfig: { maxTokens: 9 } }).finish()
  expect(Array.from(await project.readColumn('score'))).toEqual(Array(4).fill(Number.NaN))
  expect(project.listSignals().at(-1)?.missingCount).toBe(4)
})

test('a snapshot keeps its length while documents are added, and the next one has them all', async () => {
  const before = project.snapshot()
  await before.readColumn('size')
  await fixture.importTree('more', { 'e.c': 'eeeee' })
  expect(Array.from(await before.readColumn('size'))).toEqual([1, 2, 3, 4])
  expect(Array.from(await before.sizesBytes())).toEqual([1, 2, 3, 4])
  expect(Array.from(await project.readColumn('size'))).toEqual([1, 2, 3, 4, 5])
  expect(project.columnsRevision).toBeGreaterThan(before.columnsRevision)
})

test('a change of something else makes a new revision and keeps the columns', () => {
  const { columnsRevision } = project
  const { revision } = project.state.get()
  project.markChanged()
  expect(project.state.get().revision).toBe(revision + 1)
  expect(project.columnsRevision).toBe(columnsRevision)
})

test('a signal that is not there, or is internal, is not found', async () => {
  await expect(project.readColumn('nothing')).rejects.toMatchObject({ code: 'signal.not-found', data: { signal: 'nothing' } })
  const [internal] = listStoredSignals(project.database).filter((signal) => signal.internal)
  await expect(project.readColumn(internal?.name ?? '')).rejects.toMatchObject({ code: 'signal.not-found' })
})

test('sizes that a Float32 cannot hold are exact', async () => {
  project.database.prepare('UPDATE document SET size_bytes = 20000001 WHERE id = 2').run()
  project.markColumnsChanged('now')
  expect(Array.from(await project.sizesBytes())).toEqual([1, 2, 20_000_001, 4])
})

test('values that span chunks are stored in each of them', () => {
  const chunks = createSignalChunks(project.database)
  const { id } = defineSignal(project.database, definition)
  const values = Float32Array.from({ length: chunkLength + 10 }, (_, index) => index)
  chunks.write(id, chunkLength - 5, values)
  const stored = project.database
    .prepare<[number], { chunk_index: number; length: number }>(
      'SELECT chunk_index, length(float32) / 4 AS length FROM signal_chunk WHERE signal_id = ? ORDER BY chunk_index',
    )
    .all(id)
  expect(stored).toEqual([
    { chunk_index: 0, length: chunkLength },
    { chunk_index: 1, length: chunkLength },
    { chunk_index: 2, length: 5 },
  ])
  expect(listStoredSignals(project.database).at(-1)?.valueCount).toBe(values.length)
})

test('statistics that another version of the program measured are stale', async () => {
  project.database.prepare("UPDATE signal SET producer_config_hash = 'older' WHERE name = 'lines'").run()
  await fixture.projects.close()
  await using reopened = openProject({ folder: fixture.projectFolder, log: silentLog })
  const stale = reopened.listSignals().filter((signal) => signal.stale)
  expect(stale.map(({ name }) => name)).toEqual(['lines'])
})
