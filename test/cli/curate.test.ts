import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'

let folder: string
let project: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-cli-curate-'))
  project = join(folder, 'project')
  await mkdir(join(folder, 'tree'))
  await writeFile(join(folder, 'tree/a.py'), 'print(1)\n')
  await writeFile(join(folder, 'tree/b.py'), 'print(2)\n'.repeat(50))
  expect((await run(['import', join(folder, 'tree'), '--project', project])).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (args: string[]) => runCodeshell(args, join(folder, 'user'))

test('curate runs steps, prints lines of JSON where nobody watches, and writes its report', async () => {
  const report = join(folder, 'report.json')
  const { code, stdout } = await run(['curate', '--project', project, '--steps', 'statistics', '--report', report])
  expect(code).toBe(0)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const expected = { documents: 2, steps: [{ step: 'statistics', measuredDocuments: 2, knownDocuments: 0 }] }
  expect(lines.at(-1)).toMatchObject({ event: 'end', state: 'done', report: expected })
  expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject(expected)
})

test('curate measures nothing twice', async () => {
  const { stdout } = await run(['curate', '--project', project, '--steps', 'statistics'])
  const end = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(end).toMatchObject({ report: { steps: [{ measuredDocuments: 0, knownDocuments: 2 }] } })
})

test('curate refuses a step and a recipe that there is not, and says what is wrong', async () => {
  const step = await run(['curate', '--project', project, '--steps', 'sorcery'])
  expect(step).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such step') })
  const recipe = await run(['curate', '--project', project, '--recipe', join(folder, 'none.yaml')])
  expect(recipe).toMatchObject({ code: 1, stderr: expect.stringContaining('none.yaml') })
  expect(await run(['curate', '--projekt', project])).toMatchObject({ code: 2 })
})

test('curate says what the rules of a recipe do, and explain why a document is dropped', async () => {
  const recipe = join(folder, 'recipe.yaml')
  await writeFile(
    recipe,
    'version: 2\nname: short\nrules:\n- {rule: category, property: language, drop: [JSON]}\n- {rule: threshold, signal: lines, max: 10}\n',
  )
  const { stdout } = await run(['curate', '--project', project, '--recipe', recipe])
  const end = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(end.report).toMatchObject({
    rules: [
      { rule: 0, description: 'The language is not JSON.', droppedDocuments: 0 },
      { rule: 1, description: 'Lines is at most 10 lines.', documents: 2, droppedDocuments: 1, droppedBytes: 450 },
    ],
    kept: { documents: 1, sizeBytes: 9 },
    tokenBasis: { tokenizer: 'codeshell-small', countedDocuments: 0 },
  })
  const { tokens, rules, kept } = end.report
  expect(rules[1].tokens - rules[1].droppedTokens).toBe(kept.tokens)
  expect(kept.tokens).toBeGreaterThan(0)
  expect(kept.tokens).toBeLessThan(tokens)
  expect(end.report.notes.at(-1)).toMatch(/^Tokens are estimated /)
  // It is the recipe of the project from then on.
  expect(await run(['explain', 'b.py', '--project', project])).toMatchObject({
    code: 0,
    stdout: 'Document 1, b.py (tree), is dropped by one rule.\n  rule 2: Lines 50 is 40 above the maximum of 10.\n',
  })
  expect(await run(['explain', 'c.py', '--project', project])).toMatchObject({ code: 1, stderr: expect.stringContaining('c.py') })
})
