import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { walkFolder } from '#engine/dataset/importers/folder-walk'
import { createIgnoreRules } from '#engine/dataset/importers/ignore-rules'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-ignore-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

async function walk(): Promise<string[]> {
  const paths: string[] = []
  const nothing = () => undefined
  for await (const { path } of walkFolder({ root: folder, excludedFolder: '', onSkip: nothing, onProblem: nothing }))
    paths.push(path)
  return paths.sort()
}

test('a tree with nested rules is walked as git lists it', async () => {
  write(
    '.gitignore',
    '\uFEFF# comment\n*.log\n!keep.log\n/build/\nlib/*\r\n!lib/mine/\n**/cache/\ndocs/*.tmp\nspace\\ \n\\#odd\n',
  )
  write('sub/.gitignore', '!important.log\n/local.txt\nnested/x?.c\n*.gen\n')
  write('we[i]rd/.gitignore', '/one\n*.two\n')
  const files = [
    ...['a.log', 'keep.log', 'build/out.c', 'sub/build/out.c', 'lib/theirs/a.c', 'lib/mine/b.c', 'lib/mine/deep/c.c'],
    ...['x/cache/d', 'cache/e', 'docs/a.tmp', 'docs/deep/a.tmp', 'sub/important.log', 'sub/deep/important.log', 'sub/other.log'],
    ...['local.txt', 'sub/local.txt', 'sub/deep/local.txt', 'sub/nested/x1.c', 'sub/nested/x12.c', 'sub/deep/nested/x1.c'],
    ...[
      'a.gen',
      'sub/a.gen',
      'sub/deep/b.gen',
      '#odd',
      'we[i]rd/one',
      'we[i]rd/a.two',
      'we[i]rd/deep/one',
      'weird/one',
      'plain.c',
    ],
  ]
  for (const file of files) write(file, 'x')
  execFileSync('git', ['init', '-q'], { cwd: folder })
  const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-standard'], { cwd: folder, encoding: 'utf8' })
  expect(await walk()).toEqual(listed.split('\0').filter(Boolean).sort())
})

test('rules stay the same however many paths are asked for', () => {
  const rules = createIgnoreRules().extend('', '*.o\n')
  for (let index = 0; index < 20_005; index++) rules.ignores(`file-${index}.c`, 'file')
  expect(rules.ignores('a.o', 'file')).toBe(true)
  expect(rules.ignores('a.c', 'file')).toBe(false)
})
