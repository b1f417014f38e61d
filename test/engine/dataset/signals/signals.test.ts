import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openProject } from '#engine/dataset/project/open-project'
import type { OpenProject } from '#engine/dataset/project/project'
import { createSignalPieces, spanLength, toFloats } from '#engine/dataset/signals/signal-pieces'
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
  const { dataRevision } = project.state.get()
  const writer = project.writeSignal(definition)
  writer.set(1, Float32Array.of(0.5, Number.NaN))
  writer.finish()
  expect(Array.from(await project.readColumn('score'))).toEqual([Number.NaN, 0.5, Number.NaN, Number.NaN])
  expect(project.listSignals().at(-1)).toEqual({
    ...{ name: 'score', label: 'Score', unit: 'perplexity', description: 'A test.', producer: 'model' },
    ...{ stale: false, missingCount: 3 },
  })
  expect(project.state.get().dataRevision).toBeGreaterThan(dataRevision)
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
})

test('a change of the recipe is told apart from one of the data', () => {
  const before = project.state.get()
  project.markRecipeChanged()
  expect(project.state.get()).toEqual({ ...before, recipeRevision: before.recipeRevision + 1 })
  project.markColumnsChanged('now')
  expect(project.state.get()).toEqual({
    ...before,
    dataRevision: before.dataRevision + 1,
    recipeRevision: before.recipeRevision + 1,
  })
})

test('new values of one signal are new columns and orders of that signal, and of no other', async () => {
  const writer = project.writeSignal(definition)
  const read = async (name: string) => [await project.readColumn(name), await project.sortColumn(name)]
  const before = { size: await read('size'), score: await read('score'), sizes: await project.sizesBytes() }
  writer.set(0, Float32Array.of(2, 1))
  writer.finish()
  expect(await read('size')).toEqual(before.size)
  expect((await project.sortColumn('size')) === before.size[1]).toBe(true)
  expect((await project.sizesBytes()) === before.sizes).toBe(true)
  const [column, sorted] = await read('score')
  expect(column === before.score[0] || sorted === before.score[1]).toBe(false)
  expect(Array.from((await project.sortColumn('score')).order)).toEqual([1, 0])
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

/** As they lie in the database. */
function listPieces(signalId: number): { firstId: number; values: Float32Array }[] {
  return project.database
    .prepare<[number], { firstId: number; float32: Uint8Array }>(
      'SELECT first_id AS firstId, float32 FROM signal_piece WHERE signal_id = ? ORDER BY first_id',
    )
    .all(signalId)
    .map(({ firstId, float32 }) => ({ firstId, values: toFloats(float32) }))
}

test('values of many documents are stored span by span', () => {
  const { id } = defineSignal(project.database, definition)
  const values = Float32Array.from({ length: spanLength + 10 }, (_, index) => index)
  createSignalPieces(project.database).write(id, spanLength - 5, values)
  expect(listPieces(id).map((piece) => [piece.firstId, piece.values.length])).toEqual([
    [spanLength - 5, 5],
    [spanLength, spanLength],
    [2 * spanLength, 5],
  ])
  expect(listStoredSignals(project.database).at(-1)?.valueCount).toBe(values.length)
})

test('whatever is written in whatever order, the pieces hold what was written last', () => {
  const write = fc.record({
    firstId: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: spanLength - 150, max: spanLength + 150 })),
    values: fc.float32Array({ minLength: 1, maxLength: 200 }),
  })
  const pieces = createSignalPieces(project.database)
  let round = 0
  fc.assert(
    fc.property(fc.array(write, { maxLength: 90 }), (writes) => {
      const { id } = defineSignal(project.database, { ...definition, name: `random ${round++}` })
      const expected = new Float32Array(2 * spanLength).fill(Number.NaN)
      for (const { firstId, values } of writes) {
        pieces.write(id, firstId, values)
        expected.set(values, firstId)
      }
      const stored = new Float32Array(2 * spanLength).fill(Number.NaN)
      let endId = 0
      for (const { firstId, values } of listPieces(id)) {
        expect(firstId).toBeGreaterThanOrEqual(endId)
        endId = firstId + values.length
        expect(Math.floor((endId - 1) / spanLength)).toBe(Math.floor(firstId / spanLength))
        stored.set(values, firstId)
      }
      expect(Buffer.compare(Buffer.from(stored.buffer), Buffer.from(expected.buffer))).toBe(0)
      const count = expected.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0)
      expect(listStoredSignals(project.database).at(-1)?.valueCount).toBe(count)
    }),
    { numRuns: 30 },
  )
})

test('values of documents that come in are written twice at most', () => {
  const { id } = defineSignal(project.database, definition)
  const pieces = createSignalPieces(project.database)
  let writtenBytes = 0
  project.database.function('note_piece', (bytes: unknown) => {
    writtenBytes += Number(bytes)
    return null
  })
  project.database.exec('CREATE TEMP TRIGGER note AFTER INSERT ON signal_piece BEGIN SELECT note_piece(length(NEW.float32)); END')
  const batch = new Float32Array(1000).fill(1)
  for (let firstId = 0; firstId < 4 * spanLength; firstId += batch.length) pieces.write(id, firstId, batch)
  expect(writtenBytes).toBeLessThanOrEqual(2 * 4 * (4 * spanLength + batch.length))
})

test('statistics that another version of the program measured are stale', async () => {
  project.database.prepare("UPDATE signal SET producer_config_hash = 'older' WHERE name = 'lines'").run()
  await fixture.projects.close()
  await using reopened = openProject({ folder: fixture.projectFolder, log: silentLog })
  const stale = reopened.listSignals().filter((signal) => signal.stale)
  expect(stale.map(({ name }) => name)).toEqual(['lines'])
})
