import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDocumentWriter } from '#engine/dataset/documents/document-writer'
import { importSource, storeBatch } from '#engine/dataset/importers/import-source'
import { countFailed, emptyTally, type ImportTally } from '#engine/dataset/importers/import-tally'
import type { Importer } from '#engine/dataset/importers/importer'
import { createJsonlImporter } from '#engine/dataset/importers/jsonl-importer'
import { createPortionPreparer, type PortionPreparer } from '#engine/dataset/importers/portion-preparer'
import type { OpenProject } from '#engine/dataset/project/project'
import { createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture
let project: OpenProject

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  project = fixture.projects.getOpen('test')
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

interface Sizes {
  portionBytes: number
  portionLines: number
  batchDocuments: number
}

const row = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }).map((text) => ({ text: text.toWellFormed() })) },
  { weight: 1, arbitrary: fc.constantFrom('no JSON', '{"text":1}', '[]') },
  { weight: 1, arbitrary: fc.constant('') },
)
const sizes = fc.record<Sizes>({
  portionBytes: fc.integer({ min: 1, max: 300 }),
  portionLines: fc.integer({ min: 1, max: 6 }),
  batchDocuments: fc.integer({ min: 1, max: 9 }),
})
/** After how many batches each run is killed, and whether that batch was stored. */
const kills = fc.array(fc.record({ batches: fc.integer({ min: 0, max: 4 }), isStored: fc.boolean() }), { maxLength: 5 })

test('whatever the sizes are and wherever it is killed, an import ends with exactly the documents of the file', {
  timeout: 120_000,
}, async () => {
  await using preparer = createPortionPreparer((message) => expect.unreachable(message))
  let count = 0
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 40 }), sizes, kills, async (rows, sizes, kills) => {
      const file = join(fixture.folder, `${count++}.jsonl`)
      const lines = rows.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
      writeFileSync(file, lines.join('\n'))
      const state = { file, cursor: null as unknown, tally: emptyTally() }
      for (const kill of [...kills, null]) await importUntil(state, { sizes, kill, preparer })
      const expected = rows.flatMap((each, ordinal) => (typeof each === 'string' ? [] : [[ordinal, each.text]]))
      expect(await listDocuments(file)).toEqual(expected)
      expect(state.tally).toMatchObject({ documents: expected.length, present: 0 })
      expect(countFailed(state.tally)).toBe(rows.filter((each) => typeof each === 'string' && each !== '').length)
    }),
    { numRuns: 25 },
  )
})

/** Imports from where the state is, as one run of the job does. */
async function importUntil(
  state: { file: string; cursor: unknown; tally: ImportTally },
  options: { sizes: Sizes; kill: { batches: number; isStored: boolean } | null; preparer: PortionPreparer },
): Promise<void> {
  const { sizes, kill, preparer } = options
  const writer = createDocumentWriter(project.database)
  const location = { path: state.file }
  const source = { repo: null, licence: null }
  const sourceId = writer.ensureSource({ kind: 'jsonl', location, name: 'data', commit: null, ...source })
  let batches = 0
  const run = importSource({
    importer: createJsonlImporter(sizes) as Importer,
    preparer,
    request: { kind: 'jsonl', location, mapping: { text: 'text' }, maxTextBytes: 1000, source },
    read: {
      ...{ cursor: state.cursor, signal: new AbortController().signal, maxTextBytes: 1000, mapping: {} },
      ...{ projectFolder: project.folder, hasPath: () => false },
    },
    batchDocuments: sizes.batchDocuments,
    store(batch) {
      const isKilled = batches++ === kill?.batches
      if (isKilled && !kill?.isStored) throw new Error('killed')
      state.tally = storeBatch(writer, sourceId, { batch, tally: state.tally })
      state.cursor = batch.cursor
      if (isKilled) throw new Error('killed')
    },
  })
  await run.catch((error: unknown) => expect(error).toMatchObject({ message: 'killed' }))
}

async function listDocuments(file: string): Promise<[ordinal: number, text: string][]> {
  project.markColumnsChanged('now')
  const sourceId = project.listSources().find(({ location }) => location === file)?.id
  const found: [number, string][] = []
  for await (const { sourceId: from, ordinal, bytes } of project.iterateTexts(0, project.documentCount)) {
    if (from === sourceId) found.push([ordinal, bytes.toString()])
  }
  return found
}

const killCount = 10

test('a process that is killed at ten random moments ends with exactly the right documents', { timeout: 300_000 }, async () => {
  const texts = Array.from({ length: 60_000 }, (_, index) => `const value${index} = ${Math.sin(index)}\n`)
  const file = join(fixture.folder, 'data.jsonl')
  writeFileSync(file, texts.map((text, index) => JSON.stringify({ text, path: `src/${index % 1000}.ts` })).join('\n'))
  await fixture.projects.close()
  let kills = 0
  for (let run = 0; run < killCount; run++) if ((await importInChild(file, Math.random() * 600)) === 'killed') kills++
  expect(await importInChild(file, null)).toBe('done')
  // A quick machine may be done before the tenth.
  expect(kills).toBeGreaterThan(0)

  await fixture.projects.open(fixture.projectFolder)
  project = fixture.projects.getOpen('test')
  expect(project.documentCount).toBe(texts.length)
  expect(await listDocuments(file)).toEqual(texts.map((text, index) => [index, text]))
  expect(project.listSources()).toMatchObject([{ documentCount: texts.length }])
  expect(project.listSignals().map(({ missingCount }) => missingCount)).toEqual(project.listSignals().map(() => 0))
  const sizes = await project.sizesBytes()
  expect(sizes.every((size, id) => size === texts[id]?.length)).toBe(true)
})

/** Runs an import in a process that is killed so long after it began. */
async function importInChild(file: string, killAfterMs: number | null): Promise<'killed' | 'done'> {
  const script = fileURLToPath(new URL('import-again-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, fixture.projectFolder, file, join(fixture.folder, 'user')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  let timer: NodeJS.Timeout | undefined
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (killAfterMs !== null) timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  const [code, signal] = await once(child, 'close')
  clearTimeout(timer)
  if (signal === 'SIGKILL') return 'killed'
  expect([code, said]).toEqual([0, expect.stringMatching(/done\n$/)])
  return 'done'
}
