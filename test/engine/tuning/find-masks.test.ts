import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Rule, ruleKeys } from '#contracts/rule'
import { getStepResults } from '#engine/curation/run/step-results'
import { createStepStore } from '#engine/curation/run/step-store'
import { createExportJob } from '#engine/dataset/export/export-job'
import { getProjectColumns } from '#engine/tuning/rules/project-columns'
import { createTuning } from '#engine/tuning/tuning'
import { createFixture, type Fixture } from '../dataset/project-fixture.ts'

let fixture: Fixture

beforeEach(async () => {
  fixture = createFixture()
  await fixture.projects.create(fixture.projectFolder, 'Test')
  await fixture.importTree('code', { 'a.py': 'to: a@b.org\n', 'b.txt': 'a@b.org 10.1.2.3', 'c.c': 'int c;\n' })
  const { database } = fixture.projects.getOpen('test')
  const store = createStepStore(database)
  const { id } = store.define('personal-data', { version: 1, parameters: {}, files: {}, signals: {}, model: null })
  store.replaceFindings(id, Uint32Array.of(0, 1), [
    { documentId: 0, type: 'email', start: 4, end: 11, note: null },
    { documentId: 1, type: 'email', start: 0, end: 7, note: null },
    { documentId: 1, type: 'ipv4', start: 8, end: 16, note: null },
  ])
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function exportWith(rule: object): Promise<{ texts: unknown[]; manifest: Record<string, unknown> }> {
  const rules: Rule[] = [ruleKeys.parse({ rule: 'finding', step: 'personal-data', action: 'mask', ...rule })]
  const project = fixture.projects.getOpen('test')
  const tuning = createTuning({ project: () => getProjectColumns(project, getStepResults(project)) })
  fixture.jobs.register(createExportJob({ ...fixture, getDecisions: () => tuning.decide(rules), programVersion: '1' }))
  const target = join(fixture.folder, 'out.jsonl')
  expect(await fixture.runJob('export', { target, format: 'jsonl', which: 'kept' })).toMatchObject({ state: 'done' })
  const lines = readFileSync(target, 'utf8').trimEnd().split('\n')
  const manifest = JSON.parse(readFileSync(`${target}.manifest.json`, 'utf8'))
  return { texts: lines.map((line) => JSON.parse(line).text), manifest }
}

test('what rules mask leaves the project as placeholders, and the manifest counts them', async () => {
  const { texts, manifest } = await exportWith({})
  expect(texts).toEqual(['to: <EMAIL>\n', '<EMAIL> <IPV4>', 'int c;\n'])
  expect(manifest).toMatchObject({ maskedDocuments: 2, maskedPlaces: 3 })
})

test('only the types and the documents that the rule is for are masked', async () => {
  expect((await exportWith({ types: ['ipv4'] })).texts).toEqual(['to: a@b.org\n', 'a@b.org <IPV4>', 'int c;\n'])
  expect((await exportWith({ except: { extensions: ['.txt'] } })).texts).toEqual([
    'to: <EMAIL>\n',
    'a@b.org 10.1.2.3',
    'int c;\n',
  ])
})
