import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRepository } from '#engine/dataset/git/find-repository'
import { readGitTree } from '#engine/dataset/git/git-tree'
import { plainGit, runGit } from './git-repository.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-split-index-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function readTracked() {
  const repository = await openRepository(folder)
  if (!repository) throw new Error('not a repository')
  const problems: string[] = []
  const { tracked } = await readGitTree(repository, folder, (file, reason) => problems.push(`${file}: ${reason}`))
  return { paths: tracked.listMissing(), problems, kindOf: tracked.find }
}

const file = '100644'
const gitlink = '160000'

/** What git takes for changes of its index: one entry a line, mode 0 to remove one. */
function updateIndex(lines: readonly string[]): void {
  const input = Buffer.from(lines.map((line) => `${line}\0`).join(''))
  execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: folder, env: plainGit(), input })
}

const path = fc.nat(300).map((number) => `d${number % 7}/f${number}`)
const hash = fc.nat(0xff_ffff).map((number) => number.toString(16).padStart(40, '1'))
const change = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(path, hash).map(([at, id]) => [`${file} ${id}\t${at}`]) },
  { weight: 6, arbitrary: path.map((at) => [`0 ${'0'.repeat(40)}\t${at}`]) },
  { weight: 1, arbitrary: fc.tuple(path, hash).map(([at, id]) => [`${gitlink} ${id}\t${at}`]) },
  // A conflict: the path is there up to three times, and not as what it was.
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.uniqueArray(fc.constantFrom(1, 2, 3), { minLength: 1 }), hash)
      .map(([at, stages, id]) => [`0 ${'0'.repeat(40)}\t${at}`, ...stages.map((stage) => `${file} ${id} ${stage}\t${at}`)]),
  },
)
const history = fc.record({
  first: fc.integer({ min: 0, max: 300 }),
  version: fc.constantFrom('2', '4'),
  maxPercentChange: fc.constantFrom('20', '100'),
  steps: fc.array(fc.record({ changes: fc.array(change, { maxLength: 25 }), splits: fc.boolean() }), { maxLength: 4 }),
})

test('of random histories of a split index git and we list the same paths, of the same kind', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ first, version, maxPercentChange, steps }) => {
      rmSync(join(folder, '.git'), { recursive: true, force: true })
      runGit(folder, 'init', '--quiet')
      runGit(folder, 'config', 'splitIndex.maxPercentChange', maxPercentChange)
      updateIndex(Array.from({ length: first }, (_, number) => `${file} ${'2'.repeat(40)}\td${number % 7}/f${number}`))
      runGit(folder, 'update-index', '--index-version', version)
      runGit(folder, 'update-index', '--split-index')
      for (const { changes, splits } of steps) {
        updateIndex(changes.flat())
        if (splits) runGit(folder, 'update-index', '--split-index')
      }
      const listed = runGit(folder, 'ls-files', '--stage', '-z').toString('latin1').split('\0').filter(Boolean)
      const expected = new Map(
        listed.map((line) => [line.slice(line.indexOf('\t') + 1), line.startsWith(gitlink) ? 'repository' : 'file']),
      )
      const { paths, problems, kindOf } = await readTracked()
      expect(problems).toEqual([])
      expect(paths).toEqual([...expected.keys()])
      for (const [each, kind] of expected) expect(kindOf(each)).toBe(kind)
    }),
    { numRuns: 60 },
  )
})

function split(): { index: string; shared: string } {
  runGit(folder, 'init', '--quiet')
  runGit(folder, 'config', 'splitIndex.maxPercentChange', '100')
  updateIndex(Array.from({ length: 200 }, (_, number) => `${file} ${'2'.repeat(40)}\tf${number}`))
  runGit(folder, 'update-index', '--split-index')
  updateIndex([`0 ${'0'.repeat(40)}\tf7`, `${file} ${'3'.repeat(40)}\tf9`, `${file} ${'3'.repeat(40)}\tnew`])
  const shared = readdirSync(join(folder, '.git')).find((name) => name.startsWith('sharedindex.'))
  return { index: join(folder, '.git/index'), shared: join(folder, '.git', shared ?? '') }
}

test('a shared index that is gone or has another content is named', async () => {
  const { shared } = split()
  expect((await readTracked()).paths).toHaveLength(200)
  const bytes = readFileSync(shared)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  writeFileSync(shared, bytes)
  expect((await readTracked()).problems).toEqual([
    expect.stringContaining(`${shared}: It has another content than its name says.`),
  ])
  rmSync(shared)
  expect((await readTracked()).problems).toEqual([expect.stringContaining(`${shared} does not exist`)])
})

test('whatever stands in the bitmaps, it is read or named as a problem, in time that their claims do not set', async () => {
  const { index } = split()
  const whole = readFileSync(index)
  const link = whole.indexOf('link')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: link, max: whole.length - 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
      async (at, bytes) => {
        const damaged = Buffer.from(whole)
        damaged.set(bytes.subarray(0, whole.length - at), at)
        writeFileSync(index, damaged)
        const { paths, problems } = await readTracked()
        expect(paths.length).toBeLessThanOrEqual(201)
        for (const problem of problems) expect(problem).toContain('.git/')
      },
    ),
    { numRuns: 300 },
  )
})
