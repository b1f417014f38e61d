import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRepository } from '#engine/dataset/git/find-repository'
import { readGitSettings } from '#engine/dataset/git/git-settings'
import { runGit } from './git-repository.ts'

let folder: string
let repository: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'codeshell-git-settings-')))
  repository = join(folder, 'Repos', 'b[a]r', 'repo')
  mkdirSync(repository, { recursive: true })
  runGit(repository, 'init', '--quiet')
  symlinkSync(join(folder, 'Repos'), join(folder, 'linked'))
  symlinkSync(join(folder, 'Repos'), join(folder, 'home'))
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1')
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(folder, 'personal'))
  vi.stubEnv('HOME', join(folder, 'home'))
  for (let number = 0; number < 6; number++)
    writeFileSync(join(folder, `included-${number}`), `[core]\nexcludesFile = /from-${number}\n`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** The person's own rules, as git finds them and as we do. */
async function findBoth(at = repository): Promise<{ git: string; ours: string }> {
  const env = { ...process.env }
  const git = execFileSync('git', ['config', '--default', '/none', '--get', 'core.excludesFile'], { cwd: at, env })
    .toString()
    .trim()
  const found = await openRepository(at)
  if (!found) throw new Error('not a repository')
  const { excludesFile } = await readGitSettings(found)
  return { git, ours: excludesFile === join(homedir(), '.config/git/ignore') ? '/none' : excludesFile }
}

const pathPiece = fc.constantFrom(
  'Repos',
  'repos',
  'REPOS',
  'b[a]r',
  'bar',
  'b\\[a\\]r',
  'repo',
  'REPO',
  '.git',
  '*',
  '**',
  'r?po',
  'linked',
  '..',
)
const pathPattern = fc
  .tuple(
    fc.constantFrom('FOLDER/', '/', '', '~/', './', '**/'),
    fc.array(pathPiece, { maxLength: 4 }),
    fc.constantFrom('', '/', '/**'),
  )
  .map(([start, pieces, end]) => start + pieces.join('/') + end)
const branchPiece = fc.constantFrom('main', 'topic', 'Topic', 'deep', '*', '**', 't?pic', '[a-z]*')
const branchPattern = fc
  .tuple(fc.array(branchPiece, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '/'))
  .map(([pieces, end]) => pieces.join('/') + end)
const urlPattern = fc.constantFrom(
  'https://example.com/**',
  'https://example.com/*',
  'https://*/**',
  '**',
  'git@*:**',
  'git@example.com:*/*.git',
  'https://EXAMPLE.com/**',
  '/srv/git/',
)
const condition = fc.oneof(
  pathPattern.map((pattern) => `gitdir:${pattern}`),
  pathPattern.map((pattern) => `gitdir/i:${pattern}`),
  branchPattern.map((pattern) => `onbranch:${pattern}`),
  urlPattern.map((pattern) => `hasconfig:remote.*.url:${pattern}`),
  fc.constantFrom('GITDIR:**', 'onBranch:**', 'hasconfig:branch.*.url:**', 'gitdir', 'later:x'),
)
const url = fc.constantFrom(
  'https://example.com/one/two.git',
  'https://example.com/one',
  'git@example.com:one/two.git',
  '/srv/git/x',
)
const head = fc.constantFrom('refs/heads/main', 'refs/heads/topic/deep', 'refs/heads/Topic', 'refs/remotes/o/main', null)

test('of random conditions the same includes hold as with git', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(condition, { minLength: 1, maxLength: 5 }),
      fc.array(url, { maxLength: 2 }),
      head,
      fc.boolean(),
      async (conditions, urls, ref, isPersonal) => {
        writeFileSync(join(repository, '.git/HEAD'), ref === null ? `${'1'.repeat(40)}\n` : `ref: ${ref}\n`)
        const quote = (text: string) => text.replaceAll('FOLDER', folder).replaceAll('\\', '\\\\')
        const includes = conditions.map(
          (each, number) => `[includeIf "${quote(each)}"]\npath = ${join(folder, `included-${number}`)}\n`,
        )
        const remotes = urls.map((each, number) => `[remote "r${number}"]\nurl = ${each}\n`)
        const core = '[core]\nrepositoryformatversion = 0\n'
        writeFileSync(join(folder, 'personal'), isPersonal ? includes.join('') : '')
        writeFileSync(join(repository, '.git/config'), core + (isPersonal ? '' : includes.join('')) + remotes.join(''))
        const { git, ours } = await findBoth()
        expect(ours).toBe(git)
      },
    ),
    { numRuns: 200 },
  )
})

test.each([
  ['gitdir:~/', '/from-0'],
  ['gitdir:FOLDER/linked/', '/none'],
  ['gitdir:FOLDER/Repos/', '/from-0'],
  ['gitdir:FOLDER/repos/', '/none'],
  ['gitdir/i:FOLDER/repos/', '/from-0'],
  ['gitdir:repo/.git', '/from-0'],
  ['onbranch:topic/', '/from-0'],
  ['onbranch:topic', '/none'],
  ['hasconfig:remote.*.url:https://example.com/**', '/from-0'],
  ['hasconfig:remote.*.url:https://example.org/**', '/none'],
  ['later:anything', '/none'],
])('the condition %s', async (condition, expected) => {
  writeFileSync(join(repository, '.git/HEAD'), 'ref: refs/heads/topic/deep\n')
  writeFileSync(
    join(folder, 'personal'),
    `[includeIf "${condition.replace('FOLDER', folder)}"]\npath = included-0\n[remote "r"]\nurl = https://example.com/a/b\n`,
  )
  expect(await findBoth()).toEqual({ git: expected, ours: expected })
})

test('of a further working tree its own branch and its own folder of git count', async () => {
  runGit(repository, '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--quiet', '--allow-empty', '-m', 'x')
  const other = join(folder, 'other')
  runGit(repository, 'worktree', 'add', '--quiet', '-b', 'side/track', other)
  writeFileSync(
    join(repository, '.git/config'),
    `[includeIf "onbranch:side/*"]\npath = ${folder}/included-1\n[includeIf "gitdir:**/worktrees/other"]\npath = ${folder}/included-2\n`,
  )
  expect(await findBoth(other)).toEqual({ git: '/from-2', ours: '/from-2' })
  expect(await findBoth()).toEqual({ git: '/none', ours: '/none' })
  writeFileSync(join(repository, '.git/config'), `[includeIf "onbranch:side/*"]\npath = ${folder}/included-1\n`)
  expect(await findBoth(other)).toEqual({ git: '/from-1', ours: '/from-1' })
})
