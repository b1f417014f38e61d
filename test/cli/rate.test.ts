import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'

let folder: string
let project: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-cli-rate-'))
  project = join(folder, 'project')
  await mkdir(join(folder, 'tree'))
  for (let number = 0; number < 12; number++) {
    await writeFile(join(folder, `tree/${number}.py`), `def add_${number}(a, b):\n    return a + b + ${number}\n`)
    await writeFile(join(folder, `tree/${number}.c`), `int table_${number}[] = {${number}, 1, 2, 3};\n`)
  }
  expect((await run(['import', join(folder, 'tree'), '--project', project])).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (args: string[]) => runCodeshell(args, join(folder, 'user'))
const readEnd = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

async function readRatings(): Promise<number[]> {
  const file = join(folder, 'rated.jsonl')
  await run(['export', file, '--project', project, '--columns', 'path', '--signals', 'model_rating'])
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return lines.flatMap((line) => JSON.parse(line).signals?.model_rating ?? [])
}

test('train-quality with ratings says first that there are none', async () => {
  expect(await run(['train-quality', '--project', project, '--ratings-from', '3'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no document has a rating. Let the loaded model rate a sample first'),
  })
})

test('rate lets the model rate a sample, more of it when it is asked for more, and train-quality learns from that', async () => {
  const first = await run(['rate', '--project', project, '--query', 'lang:python', '--count', '5'])
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toContain('has no chat template: it was not trained to answer')
  expect(readEnd(first.stdout)).toMatchObject({ event: 'end', state: 'done', problems: 0 })
  expect(await readRatings()).toHaveLength(5)

  const { stdout } = await run(['rate', '--project', project])
  expect(readEnd(stdout).summary).toMatch(/ rated 19 documents by .* 5 documents of the sample had a rating already\./)
  const ratings = await readRatings()
  expect(ratings).toHaveLength(24)
  expect(ratings.every((rating) => rating >= 0 && rating <= 5)).toBe(true)

  const sorted = ratings.toSorted((one, other) => one - other)
  const middle = ((sorted[11] ?? 0) + (sorted[12] ?? 0)) / 2
  const train = (least: number) => run(['train-quality', '--project', project, '--ratings-from', String(least)])
  expect(await train(middle)).toMatchObject({ code: 0, stdout: expect.stringContaining('Learned from 12 good and 12 bad') })
  expect(await train(5)).toMatchObject({ code: 1, stderr: expect.stringContaining('match “model_rating>=5”; at least 10') })
})

test('what is wrong with an option is said before anything is done', async () => {
  const wrong = (args: string[]) => run([...args, '--project', project])
  expect(await wrong(['rate', '--count', 'many'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a whole number'),
  })
  expect(await wrong(['rate', '--count', '0'])).toMatchObject({ code: 1, stderr: expect.stringContaining('count') })
  const missing = join(folder, 'missing.gguf')
  expect(await wrong(['rate', '--model', missing])).toMatchObject({ code: 1, stderr: expect.stringContaining(missing) })
  expect(await wrong(['train-quality', '--ratings-from', '6'])).toMatchObject({ code: 2 })
  expect(await wrong(['train-quality', '--ratings-from', '3', '--good', 'a', '--bad', 'b'])).toMatchObject({ code: 2 })
})
