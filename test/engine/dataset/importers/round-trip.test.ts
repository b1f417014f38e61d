import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ExportFormat, exportFormat } from '#contracts/exports'
import type { SourceKind } from '#contracts/imports'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { findInputs } from '#engine/dataset/importers/find-inputs'
import { getImporter } from '#engine/dataset/importers/importers'
import { createExportLabelsJob } from '#engine/dataset/review/export-labels'
import { createImportLabelsJob } from '#engine/dataset/review/import-labels'
import { planLabel } from '#engine/dataset/review/plan-labels'
import { createFixture, type Fixture } from '../project-fixture.ts'

let fixture: Fixture

beforeEach(() => {
  fixture = createFixture()
  fixture.jobs.register(createExportLabelsJob(fixture))
  fixture.jobs.register(createImportLabelsJob(fixture))
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('src/a.c', 'gr\\xfcn.c', 'a\\b.py', '../up.ts', '.git/HEAD', 'CON', 'manifest.json', 'documents.jsonl'),
)
const document = fc.record({
  text: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed()),
  path: fc.option(name),
  lang: fc.constantFrom('Python', 'C++', 'no language', null),
  license: fc.constantFrom('MIT', 'GPL-3.0-only', '(MIT OR Apache-2.0) AND ISC', 'as you like', 'gpl-2.0+', null),
  repo: fc.option(name),
  stars: fc.option(fc.nat(100_000)),
  metadata: fc.option(
    fc.dictionary(
      fc.oneof(name, fc.constantFrom('path', 'metadata', 'text', 'stars', 'hash', '__proto__')),
      fc.jsonValue({ maxDepth: 2 }),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
})
const labelled = { text: 'labelled\n', path: 'labelled.c', lang: null, license: null, repo: null, stars: 7, metadata: null }

test.each(exportFormat.options)(
  'documents that are exported as %s and imported come back with all they had, labels too',
  { timeout: 600_000 },
  async (format) => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 30 }), async (documents) => {
        const start = `run-${run++}`
        await fixture.projects.create(join(fixture.folder, `${start}-first`), 'First')
        const rows = join(fixture.folder, `${start}.jsonl`)
        writeFileSync(rows, [labelled, ...documents].map((each) => `${JSON.stringify(each)}\n`).join(''))
        await importFrom(rows, 'jsonl')
        const labels = await fixture.labels.load(fixture.projects.getOpen('test'))
        await labels.edit(() => planLabel(labels, { ids: Uint32Array.of(0), verdict: 'drop', recipe: 'abc' }))
        await fixture.runJob('export-labels', { file: join(fixture.folder, `${start}-labels`) })
        const target = await exportTo(`${start}-exported`, format)
        const before = await listExported(`${start}-before`)

        await fixture.projects.create(join(fixture.folder, `${start}-second`), 'Second')
        await importFrom(target, format === 'folder' ? 'export' : format === 'parquet' ? 'parquet' : 'jsonl')
        await fixture.runJob('import-labels', { file: join(fixture.folder, `${start}-labels`) })
        expect(await listExported(`${start}-after`)).toEqual(before)
        const restored = await fixture.labels.load(fixture.projects.getOpen('test'))
        expect(restored.find(toDocumentId(0))?.verdict).toBe('drop')
      }),
      { numRuns: 2 },
    )
  },
)

/** As it is found by its path, mapped as it is proposed. */
async function importFrom(path: string, kind: SourceKind): Promise<void> {
  const [found] = await findInputs(path)
  expect(found).toMatchObject({ location: { kind }, isAlternative: false })
  const job = await fixture.importPath(path, { kind, maxRejectedShare: 1 })
  expect(job).toMatchObject({ state: 'done', problemCount: 0, skippedCount: 0 })
}

async function exportTo(target: string, format: ExportFormat): Promise<string> {
  const file = join(fixture.folder, target)
  expect(await fixture.runJob('export', { target: file, format, which: 'all' })).toMatchObject({ state: 'done' })
  return file
}

/** What an export says of every document, but where in which source it was. */
async function listExported(target: string): Promise<unknown[]> {
  const lines = readFileSync(await exportTo(target, 'jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map((line) => {
    const { source: _, ordinal: __, ...rest } = JSON.parse(line)
    return rest
  })
}

test('a folder that was exported is its documents, or all its files, and nothing outside of it', async () => {
  await fixture.projects.create(fixture.projectFolder, 'Test')
  await fixture.importTree('code', { 'a.c': Buffer.from([0x63, 0xe9]), 'README.md': 'read me\n' })
  const folder = await exportTo('exported', 'folder')
  expect((await findInputs(folder)).map(({ location, isAlternative }) => [location.kind, isAlternative])).toEqual([
    ['export', false],
    ['folder', true],
  ])
  const list = join(folder, 'documents.jsonl')
  const secret = fixture.writeTree('outside', { 'secret.c': 'int secret;\n' })
  writeFileSync(list, `${readFileSync(list, 'utf8')}{"file":"../outside/secret.c"}\n{"file":"documents/gone.c"}\n{}\n`)
  expect(secret).toContain('outside')
  await fixture.projects.create(join(fixture.folder, 'second'), 'Second')
  const job = await fixture.importPath(folder, { kind: 'export', maxRejectedShare: 1 })
  expect(job).toMatchObject({ state: 'done', problemCount: 3 })
  const { problems } = fixture.jobs.problems({ jobId: job.id, offset: 0, limit: 10 })
  expect(problems.map(({ subject }) => subject)).toEqual([3, 4, 5].map((line) => `documents.jsonl, line ${line}`))
  expect(problems[0]?.reason).toBe('Its file "../outside/secret.c" is not in the exported folder.')
  const project = fixture.projects.getOpen('test')
  expect(project.documentCount).toBe(2)
  expect([0, 1].map((id) => project.readDocument(toDocumentId(id)).bytes.toString('latin1'))).toEqual(['read me\n', 'c\xe9'])
  expect((await getImporter('export').inspect({ folder }, new AbortController().signal)).firstRows[0]).toEqual([
    'documents/code/README.md',
  ])
})
