import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findInputs, findPaths } from '#engine/dataset/importers/find-inputs'
import { openDatabase } from '#engine/platform/sqlite'
import { runGit } from '../git/git-repository.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-inputs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const { signal } = new AbortController()
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
const kindsOf = async (name: string) => (await findInputs(join(folder, name))).map(({ location }) => location.kind)
const namesOf = async (pattern: string) =>
  (await findPaths(join(folder, pattern), signal)).map((path) => path.slice(folder.length + 1))

test('kinds are found by content before the name, and by the name where the content does not tell', async () => {
  write('a.bin', 'PAR1 and more')
  write('b.csv', '{"content": "x"}\n')
  write('c', '{"content": "x"}\n')
  write('d', gzipSync('{"content": "x"}\n'))
  write('e.tsv', 'a\tb\n')
  expect(await Promise.all(['a.bin', 'b.csv', 'c', 'd', 'e.tsv'].map(kindsOf))).toEqual([
    ...[['parquet'], ['csv'], ['jsonl'], ['jsonl'], ['csv']],
  ])
  write('f', 'anything else')
  await expect(findInputs(join(folder, 'f'))).rejects.toMatchObject({ code: 'import.unknown-format' })
})

test('a pattern stands for all that matches it in order, and one that matches nothing is refused', async () => {
  mkdirSync(join(folder, 'deep/er'), { recursive: true })
  for (const name of ['b.jsonl', 'a.jsonl', 'deep/er/c.jsonl', 'other.txt']) write(name, '{}\n')
  expect(await namesOf('**/*.jsonl')).toEqual(['a.jsonl', 'b.jsonl', 'deep/er/c.jsonl'])
  await expect(namesOf('*.csv')).rejects.toMatchObject({ code: 'file.not-found' })
  write('with[brackets].jsonl', '{}\n')
  expect(await namesOf('with[brackets].jsonl')).toEqual(['with[brackets].jsonl'])
})

test.each(['{a,b}'.repeat(40), '{1..1000000000}', '{a..z}{a..z}', '{a,{b,{c,d}}}'.repeat(5)])(
  'braces that stand for very many names are refused before they are spelled out: %s',
  async (name) => {
    await expect(findPaths(join(folder, name), signal)).rejects.toThrow('its braces stand for more than 100 names')
  },
)

test('a few names in braces are all of them', async () => {
  for (const name of ['a1.jsonl', 'a2.jsonl', 'b1.jsonl', 'c1.jsonl']) write(name, '{}\n')
  expect(await namesOf('{a,b}{1..3}.jsonl')).toEqual(['a1.jsonl', 'a2.jsonl', 'b1.jsonl'])
})

test('a database is as many inputs as it has tables', async () => {
  const database = openDatabase(join(folder, 'two.db'))
  database.exec('CREATE TABLE one (a); CREATE VIEW two AS SELECT * FROM one;')
  database.close()
  const found = await findInputs(join(folder, 'two.db'))
  expect(found.map(({ location }) => [location.kind, location.table])).toEqual([
    ['sqlite', 'one'],
    ['sqlite', 'two'],
  ])
})

test('a repository is its folder, or what is committed as soon as there is something', async () => {
  runGit(folder, 'init', '-q', '-b', 'main')
  expect(await kindsOf('.')).toEqual(['folder'])
  runGit(folder, '-c', 'user.name=Ada', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'first')
  const found = await findInputs(folder)
  expect(found.map(({ location, isAlternative }) => [location.kind, isAlternative])).toEqual([
    ['folder', false],
    ['git', true],
  ])
})
