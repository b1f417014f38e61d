import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { walkFolder } from '#engine/dataset/importers/folder-walk'
import { systemPath } from '#engine/platform/byte-path'
import { listedByGit, makeRepository, runGit, track } from '../git/git-repository.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-walk-'))
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1')
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function write(path: string, content: string | Uint8Array = 'x'): void {
  mkdirSync(systemPath(dirname(join(folder, path))), { recursive: true })
  writeFileSync(systemPath(join(folder, path)), content)
}

async function walk(root = folder) {
  const paths: string[] = []
  const skips: Record<string, string> = {}
  const problems: Record<string, string> = {}
  const options = {
    root,
    excludedFolder: join(folder, 'no project'),
    onSkip: (path: string, reason: string) => {
      if (reason !== 'ignored') skips[path] = reason
    },
    onProblem: (path: string, reason: string) => {
      problems[path] = reason
    },
  }
  for await (const { path } of walkFolder(options)) paths.push(path)
  return { paths, skips, problems }
}

const toLatin1 = (path: string) => Buffer.from(systemPath(path)).toString('latin1')

/** What the walk takes is what git lists, less what it names as skipped. */
async function expectAsGit(root: string): Promise<void> {
  const { paths, skips, problems } = await walk(root)
  expect(problems).toEqual({})
  const skipped = Object.keys(skips).map(toLatin1)
  const isSkipped = (path: string) => skipped.some((each) => path === each || path.startsWith(`${each}/`))
  const expected = listedByGit(root).filter((path) => !isSkipped(path.replace(/\/$/, '')))
  expect(paths.map(toLatin1).sort()).toEqual(expected)
}

const names = ['a', 'b', 'ab', 'a.b', 'A', 'é', 'a b', 'b ', '[a]', '\\a', '!a', '#a', 'a\\xe9', '\u202e']
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
const pieces = [
  ...[
    'a',
    'b',
    'ab',
    'A',
    'é',
    '.',
    '*',
    '**',
    '?',
    '/',
    '/**/',
    '[ab]',
    '[!a]',
    '[^b]',
    '[a-c]',
    '[]a]',
    '[[:alpha:]]',
    '[[:upper:]]',
  ],
  ...['[a/b]', '[', ']', '\\', '\\a', '\\*', '\\ ', ' ', '!', '#', '\t', '{a,b}', '\xe9', '[B]'],
]
const rule = fc
  .tuple(fc.constantFrom('', '', '', '!', '/', '!/'), fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }))
  .map(([start, parts]) => start + parts.join(''))
const rules = fc.array(rule, { maxLength: 5 }).map((lines) => lines.join('\n'))
const tree = fc.record({
  files: fc.uniqueArray(path, { minLength: 1, maxLength: 14 }),
  links: fc.uniqueArray(path, { maxLength: 2 }),
  tracked: fc.array(fc.nat(13), { maxLength: 3 }),
  repositories: fc.uniqueArray(path, { maxLength: 2 }),
  rules: fc.dictionary(
    fc.constantFrom('.gitignore', 'a/.gitignore', 'a/b/.gitignore', '.git/info/exclude', '.git/personal'),
    rules,
  ),
  ignoreCase: fc.boolean(),
  root: fc.constantFrom('', '', 'a', 'a/b'),
})

/** Where two names of a random tree are in each other's way, the first stays. */
function attempt(make: () => void): boolean {
  try {
    make()
    return true
  } catch {
    return false
  }
}

test('of random trees with random rules a walk takes what git lists', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (given) => {
      rmSync(folder, { recursive: true })
      makeRepository(folder)
      write('.git/config', `[core]\n  ignoreCase = ${given.ignoreCase}\n  excludesFile = "${join(folder, '.git/personal')}"\n`)
      for (const [file, content] of Object.entries(given.rules)) write(file, content)
      const files = given.files.filter((file) => attempt(() => write(file)))
      for (const file of given.links) attempt(() => symlinkSync('nowhere', join(folder, file)))
      const tracked = given.tracked.flatMap((index) => files[index] ?? [])
      if (tracked.length > 0) track(folder, tracked)
      for (const each of given.repositories) attempt(() => makeRepository(join(folder, each)))
      const root = join(folder, given.root)
      if (!attempt(() => mkdirSync(root, { recursive: true }))) return
      if (given.repositories.some((each) => given.root === each || given.root.startsWith(`${each}/`))) return
      await expectAsGit(root)
    }),
    { numRuns: 150 },
  )
})

test('rules above the folder and those of the repository and the person hold in it', async () => {
  makeRepository(folder)
  write('personal', '*.swp\n')
  write('.git/config', `[core]\n\texcludesFile = ${join(folder, 'personal')} ; mine\n`)
  write('.git/info/exclude', 'notes/\n')
  write('.gitignore', '/pkg/generated/\n*.gen.c\n!keep.gen.c\n')
  for (const file of ['main.c', 'generated/table.c', 'parse.gen.c', 'keep.gen.c', 'a.swp', 'notes/x', 'local.c'])
    write(`pkg/${file}`)
  write('pkg/.gitignore', 'local.c\n')
  expect((await walk(join(folder, 'pkg'))).paths).toEqual(['.gitignore', 'keep.gen.c', 'main.c'])
  await expectAsGit(join(folder, 'pkg'))
})

test('what is tracked counts although a rule names it, and is named where it is gone', async () => {
  runGit(folder, 'init', '--quiet')
  write('.gitignore', 'build/\n*.log\n')
  for (const file of ['build/kept/a.c', 'build/b.c', 'kept.log', 'other.log', 'gone.c']) write(file)
  runGit(folder, 'add', '--force', 'build/kept/a.c', 'kept.log', 'gone.c')
  rmSync(join(folder, 'gone.c'))
  expect(await walk()).toEqual({
    paths: ['.gitignore', 'build/kept/a.c', 'kept.log'],
    skips: { 'gone.c': 'missing' },
    problems: {},
  })
  await expectAsGit(folder)
  for (const version of ['3', '4']) {
    runGit(folder, 'update-index', '--index-version', version)
    await expectAsGit(folder)
  }
})

test('a folder that is ignored itself is named, and what is tracked in it is taken', async () => {
  runGit(folder, 'init', '--quiet')
  write('.gitignore', '/data\n')
  for (const file of ['data/corpus/a.c', 'data/corpus/b.c']) write(file)
  expect(await walk(join(folder, 'data/corpus'))).toEqual({ paths: [], skips: { '.': 'ignored-root' }, problems: {} })
  runGit(folder, 'add', '--force', 'data/corpus/a.c')
  expect((await walk(join(folder, 'data/corpus'))).paths).toEqual(['a.c'])
  await expectAsGit(join(folder, 'data'))
})

test('a repository within a repository is named and not entered, and a submodule too', async () => {
  runGit(folder, 'init', '--quiet')
  for (const file of ['a.c', 'vendor/lib/b.c', 'module/c.c', 'folder/.git', 'folder/d.c']) write(file)
  makeRepository(join(folder, 'vendor/lib'))
  makeRepository(join(folder, 'module'), join(folder, '.git/modules/module'))
  write('module/.git', 'gitdir: ../.git/modules/module\n')
  expect(await walk()).toEqual({
    paths: ['a.c', 'folder/d.c'],
    skips: { module: 'repository', 'vendor/lib': 'repository' },
    problems: {},
  })
  await expectAsGit(folder)
})

test('repositories in a folder that is in none are walked, each by its own rules', async () => {
  write('.gitignore', 'out/\n')
  write('out/x.c')
  for (const name of ['one', 'two']) {
    write(`${name}/a.c`)
    write(`${name}/out/b.c`)
    write(`${name}/debug.log`)
    runGit(join(folder, name), 'init', '--quiet')
  }
  write('two/.gitignore', '*.log\n')
  runGit(join(folder, 'two'), 'add', '--force', 'debug.log')
  rmSync(join(folder, 'two/debug.log'))
  const { paths, skips } = await walk()
  expect(paths).toEqual(['.gitignore', 'one/a.c', 'one/debug.log', 'one/out/b.c', 'two/.gitignore', 'two/a.c', 'two/out/b.c'])
  expect(skips).toEqual({ 'two/debug.log': 'missing' })
})

test('links are named and not followed', async () => {
  write('real/a.c')
  symlinkSync('real', join(folder, 'again'))
  symlinkSync('real/a.c', join(folder, 'a.c'))
  symlinkSync('nowhere', join(folder, 'broken'))
  symlinkSync('..', join(folder, 'real/loop'))
  const { paths, skips } = await walk()
  expect(paths).toEqual(['real/a.c'])
  expect(skips).toEqual({ again: 'link', 'a.c': 'link', broken: 'link', 'real/loop': 'link' })
})

test('an index that cannot be read is named, and the files that are no matter of it are taken', async () => {
  runGit(folder, 'init', '--quiet')
  write('a.c')
  write('.git/index', 'DIRC')
  const { paths, problems } = await walk()
  expect(paths).toEqual(['a.c'])
  expect(Object.keys(problems)).toEqual([join(folder, '.git/index')])
})

test('a chain of double stars costs no more than a short pattern', async () => {
  write('.gitignore', `a${'/**/b'.repeat(40)}/c\n${'*a'.repeat(400)}b\n${'**/'.repeat(20_000)}z\n`)
  write(`a/${'b/'.repeat(90)}plain.c`)
  write('a'.repeat(200))
  expect((await walk()).paths).toHaveLength(3)
})

test.skipIf(process.platform !== 'linux')(
  'names that are not UTF-8 are found by their spelling, and their rules hold',
  async () => {
    makeRepository(folder)
    write('.gitignore', Buffer.from('gr\xfcn*\n/?.c\n', 'latin1'))
    for (const file of ['gr\\xfcn.c', 'gr\\xfc\\xdfe.c', 'old\\xe9name', 'old\ufffdname', '\\xfc.c', 'ü.c', 'literal\\x5cxfc.c'])
      write(file)
    const { paths } = await walk()
    expect(paths.sort()).toEqual(
      ['.gitignore', 'gr\\xfc\\xdfe.c', 'literal\\x5cxfc.c', 'old\\xe9name', 'old\ufffdname', 'ü.c'].sort(),
    )
    await expectAsGit(folder)
  },
)
