import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-cli-recipe-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const convert = (...args: string[]) => runCodeshell(['recipe', ...args], join(folder, 'user'))

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

test('recipe prints a recipe for another program, and names what that cannot say', async () => {
  const { code, stdout, stderr } = await convert('assets/recipes/redpajama.yaml', '--to', 'data-juicer')
  expect(code).toBe(0)
  expect(stderr).toBe('Left out: duplicate: exact-duplicates, keep. Data-Juicer keeps the one that it reads first.\n')
  expect(stdout).toMatch(/^# The recipe RedPajama, for Data-Juicer\. Left out:\n# - duplicate: exact-duplicates, keep: /)
  expect(stdout).toContain('  - maximum_line_length_filter:\n      min_len: 1\n      max_len: 1000\n')
})

test('recipe writes what it says to a file, and nothing when the program can say no rule', async () => {
  const output = join(folder, 'mixer.yaml')
  const written = await convert('assets/recipes/redpajama.yaml', '--to', 'dolma', '--output', output)
  expect(written).toMatchObject({ code: 0, stdout: '' })
  expect(await readFile(output, 'utf8')).toContain('code_redpajama_taggers_v1')
  const none = await write('none.yaml', 'version: 2\nname: n\nrules: [{ rule: threshold, signal: lines, max: 9 }]\n')
  expect(await convert(none, '--to', 'dolma')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'Left out: threshold: lines. No tagger of dolma measures this.\ndolma can say none of the rules, so nothing was written.\n',
  })
})

test('recipe says what is wrong with what it is given', async () => {
  const broken = await write('broken.yaml', 'version: 2\nname: n\nrules: 3\n')
  const told = await convert(broken, '--to', 'dolma')
  expect(told).toMatchObject({ code: 1, stdout: '' })
  expect(told.stderr).toMatch(/broken\.yaml was not converted\. The recipe is not valid: line 3, column \d+: /)
  expect(await convert(join(folder, 'gone.yaml'), '--to', 'dolma')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('gone.yaml'),
  })
  expect(await convert(broken, '--to', 'word')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--to is none of data-juicer, dolma'),
  })
})
