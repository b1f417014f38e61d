import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNgramModel } from '#native'
import { runCodeshell } from '../support/run-codeshell.ts'

let folder: string
let project: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-cli-train-lm-'))
  project = join(folder, 'project')
  await mkdir(join(folder, 'tree'))
  for (const [index, word] of ['alpha', 'beta', 'gamma', 'delta'].entries()) {
    await writeFile(join(folder, `tree/${word}.py`), `def ${word}(a, b):\n    return a + b * ${index}\n`)
  }
  await writeFile(join(folder, 'tree/other.c'), 'int zebra(void);\n')
  expect((await run(['import', join(folder, 'tree'), '--project', project])).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (args: string[]) => runCodeshell(args, join(folder, 'user'))
const train = (query: string, output: string, ...more: string[]) =>
  run(['train-lm', '--project', project, '--query', query, '--output', output, ...more])
const readEnd = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

test('train-lm writes a model of the documents that match, for this program and for others', async () => {
  const [file, arpa] = [join(folder, 'python.ngram'), join(folder, 'python.arpa')]
  const trained = await train('lang:python', file, '--order', '3', '--arpa', arpa)
  expect(trained).toMatchObject({ code: 0, stderr: '' })
  const summary = expect.stringMatching(/^Learned \d+ n-grams from 4 documents \(\d+ tokens\), and wrote the model \(.+\) to /)
  expect(readEnd(trained.stdout)).toMatchObject({ event: 'end', state: 'done', summary, failure: null })
  expect(trained.stdout).toContain('{"event":"log","message":"Writes the model."}')
  const text = await readFile(arpa, 'utf8')
  expect(text).toMatch(/^\\data\\\nngram 1=\d+\nngram 2=\d+\nngram 3=\d+\n\n/)
  expect(text).toMatch(/\tgamma\b/)
  expect(text).not.toContain('zebra')
  const model = openNgramModel(file)
  const bytes = Buffer.from('def alpha(a, b):\n')
  const [perplexity] = await model.score({ bytes, offsets: Uint32Array.of(0, bytes.length) })
  model.close()
  expect(perplexity).toBeLessThan(20)
  // Nothing stays that was there for the training alone.
  expect(await readdir(join(folder, 'user/temporary'))).toEqual([])
})

test('train-lm replaces a model, learns from all documents without a query, and the step perplexity takes what it wrote', async () => {
  const file = join(folder, 'all.ngram')
  expect((await train('lang:python', file)).code).toBe(0)
  const { size } = await stat(file)
  expect(await train('', file)).toMatchObject({ code: 0, stdout: expect.stringContaining('from 5 documents') })
  expect((await stat(file)).size).toBeGreaterThan(size)
  const recipe = join(folder, 'recipe.yaml')
  await writeFile(
    recipe,
    `version: 2\nname: by-model\nsteps:\n- {step: perplexity, model: ${JSON.stringify(file)}, model_tokens: code}\nrules: []\n`,
  )
  const { code, stdout } = await run(['curate', '--project', project, '--recipe', recipe])
  expect({ code, end: readEnd(stdout) }).toMatchObject({ code: 0, end: { report: { steps: [{ measuredDocuments: 5 }] } } })
})

test('train-lm replaces nothing but a model, and says what is wrong with what it is given', async () => {
  const notes = join(folder, 'notes.txt')
  await writeFile(notes, 'mine')
  expect(await train('', notes)).toMatchObject({ code: 1, stderr: expect.stringContaining('another text file') })
  expect(await readFile(notes, 'utf8')).toBe('mine')
  const file = join(folder, 'none.ngram')
  expect(await train('', file, '--arpa', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('the model itself') })
  expect(await train('path:nowhere', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no document matches path:nowhere'),
  })
  expect(await train('', file, '--order', '7')).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 6') })
  expect(await run(['train-lm', '--project', project, '--output', file])).toMatchObject({ code: 2 })
  await expect(stat(file)).rejects.toThrow('ENOENT')
})
