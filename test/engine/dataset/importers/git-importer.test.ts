import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitImporter } from '#engine/dataset/importers/git-importer'
import { runGit } from '../git/git-repository.ts'
import { inspectSource, readSource, reasonsOf, textsOf } from './read-source.ts'

let folder: string
let repository: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-git-importer-'))
  repository = join(folder, 'engine')
  mkdirSync(repository)
  runGit(repository, 'init', '-q', '-b', 'main')
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true })
  writeFileSync(join(repository, path), content)
}

function commit(message = 'change'): string {
  runGit(repository, 'add', '-A')
  runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-qm', message)
  return runGit(repository, 'rev-parse', 'HEAD').toString().trim()
}

const pathsOf = ({ rows }: Awaited<ReturnType<typeof readSource>>) => rows.map(({ path }) => path)

test('the files of the commit are read, not those of the working tree, with what is known of the repository', async () => {
  write('src/a.py', 'a = 1\n')
  write('b.c', 'int b;\n')
  write('LICENSE', readFileSync('node_modules/zod/LICENSE'))
  runGit(repository, 'remote', 'add', 'origin', 'https://ada:secret@example.org/ada/engine.git')
  const hash = commit()
  write('src/a.py', 'changed\n')
  write('new.py', 'not committed\n')
  const source = await readSource(gitImporter, repository)
  expect(source.source).toMatchObject({ repo: 'ada/engine', commit: hash, licence: 'MIT' })
  expect(pathsOf(source)).toEqual(['LICENSE', 'b.c', 'src/a.py'])
  expect(textsOf(source)[2]).toBe('a = 1\n')
  expect(await inspectSource(gitImporter, join(repository, 'src'))).toMatchObject({
    rowCount: 3,
    firstRows: [['LICENSE'], ['b.c'], ['src/a.py']],
  })
})

test('branches, tags and hashes name a commit, packed or not', async () => {
  write('a', 'one\n')
  const first = commit()
  runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=a@example.org', 'tag', '-a', 'v1', '-m', 'tag')
  write('a', 'two\n')
  commit()
  runGit(repository, 'branch', 'other/branch')
  for (const pack of [false, true]) {
    if (pack) runGit(repository, 'gc', '-q')
    const texts = await Promise.all(
      ['v1', first, 'other/branch', 'refs/heads/main', 'HEAD'].map(async (revision) => {
        return textsOf(await readSource(gitImporter, repository, { revision }))
      }),
    )
    expect(texts.flat()).toEqual(['one\n', 'one\n', 'two\n', 'two\n', 'two\n'])
  }
  await expect(readSource(gitImporter, repository, { revision: 'none' })).rejects.toMatchObject({ code: 'import.unreadable' })
  await expect(readSource(gitImporter, repository, { revision: '../../HEAD' })).rejects.toMatchObject({
    code: 'import.unreadable',
  })
})

test('deltas of packs are put together as git does it', async () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `line ${i} of a file that is much like its other versions ${i * 7919}`)
  for (let version = 0; version < 12; version++) {
    for (let copy = 0; copy < 6; copy++) {
      lines[version * 90 + copy] = `changed in version ${version} of ${copy}`
      write(`f${copy}.txt`, `${copy}\n${lines.join('\n')}\n`)
    }
    commit()
  }
  for (const pack of [
    ['gc', '-q', '--aggressive'],
    ['repack', '-adfq', '--no-write-bitmap-index', '--depth=5'],
    ['-c', 'pack.writeReverseIndex=false', 'repack', '-adfq'],
  ]) {
    runGit(repository, ...pack)
    for (const revision of ['HEAD', 'HEAD~5', 'HEAD~11']) {
      const hash = runGit(repository, 'rev-parse', revision).toString().trim()
      const source = await readSource(gitImporter, repository, { revision: hash, maxTextBytes: 1_000_000 })
      expect(source.rejected).toEqual([])
      expect(textsOf(source)).toEqual(pathsOf(source).map((path) => runGit(repository, 'show', `${hash}:${path}`).toString()))
    }
  }
  expect(readdirSync(join(repository, '.git/objects/pack')).some((name) => name.endsWith('.pack'))).toBe(true)
})

test('what has no text of its own is passed over with a reason', async () => {
  write('a.py', 'a\n')
  write('b.bin', Buffer.from([1, 0, 2]))
  write('big.txt', 'x'.repeat(200_000))
  write('lfs.dat', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n')
  symlinkSync('a.py', join(repository, 'link'))
  write('.gitmodules', '[submodule "lib"]\n\tpath = vendor/lib\n\turl = https://example.org/lib.git\n')
  runGit(repository, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor/lib`)
  runGit(repository, 'add', '--', 'a.py', 'b.bin', 'big.txt', 'lfs.dat', 'link', '.gitmodules')
  runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=a@example.org', 'commit', '-qm', 'all')
  const source = await readSource(gitImporter, repository)
  expect(pathsOf(source)).toEqual(['.gitmodules', 'a.py'])
  expect(reasonsOf(source).sort()).toEqual([
    'b.bin: It is no text.',
    'big.txt: It has 200 kB, more than the limit of 100 kB.',
    'lfs.dat: It is a pointer of Git LFS: the content is kept elsewhere.',
    'lib: It is a repository of its own (submodule), cloned from https://example.org/lib.git. Import it by itself.',
    'link: It is a link.',
  ])
})

test('names that are not UTF-8 are spelled, and a working tree of its own, borrowed objects and SHA-256 are read', async () => {
  write('a', 'one\n')
  commit()
  runGit(repository, 'worktree', 'add', '-q', join(folder, 'tree'))
  runGit(folder, 'clone', '-q', '--shared', repository, 'borrowed')
  for (const each of ['tree', 'borrowed']) expect(textsOf(await readSource(gitImporter, join(folder, each)))).toEqual(['one\n'])
  const blob = runGit(repository, 'rev-parse', 'HEAD:a').toString().trim()
  writeFileSync(
    join(folder, 'index-info'),
    Buffer.concat([Buffer.from(`100644 ${blob}\tgr`), Buffer.of(0xfc), Buffer.from('n.c\n')]),
  )
  runGit(repository, '-c', 'alias.feed=!git update-index --index-info <../index-info', 'feed')
  runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=a@example.org', 'commit', '-qm', 'name')
  expect(pathsOf(await readSource(gitImporter, repository))).toEqual(['a', 'gr\\xfcn.c'])
  repository = join(folder, 'long')
  runGit(folder, 'init', '-q', '-b', 'main', '--object-format=sha256', 'long')
  write('b', 'two\n')
  commit()
  runGit(repository, 'gc', '-q')
  expect(textsOf(await readSource(gitImporter, repository))).toEqual(['two\n'])
})

test('reading goes on after any portion', async () => {
  for (let i = 0; i < 300; i++) write(`${String(i).padStart(3, '0')}.txt`, `${i}\n`)
  commit()
  const all = await readSource(gitImporter, repository)
  expect(all.cursors).toHaveLength(3)
  const rest = await readSource(gitImporter, repository, { cursor: all.cursors[1] })
  expect(rest.rows).toEqual(all.rows.slice(256))
})

test('a missing or damaged object is one problem, and a repository without a commit is refused', async () => {
  await expect(inspectSource(gitImporter, repository)).rejects.toMatchObject({ code: 'import.unreadable' })
  await expect(inspectSource(gitImporter, folder)).rejects.toMatchObject({ code: 'import.unreadable' })
  write('a', 'one\n')
  write('b', 'two\n')
  write('c', 'three\n')
  commit()
  const fileOf = (path: string) => {
    const hash = runGit(repository, 'rev-parse', `HEAD:${path}`).toString().trim()
    return join(repository, '.git/objects', hash.slice(0, 2), hash.slice(2))
  }
  const [gone, damaged] = [fileOf('a'), fileOf('b')]
  rmSync(gone)
  rmSync(damaged)
  writeFileSync(damaged, 'nothing that zlib knows')
  const source = await readSource(gitImporter, repository)
  expect(textsOf(source)).toEqual(['three\n'])
  expect(source.rejected.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['a', 'failed'],
    ['b', 'failed'],
  ])
})
