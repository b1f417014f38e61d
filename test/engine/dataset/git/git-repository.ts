import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemPath } from '#engine/platform/byte-path'

/** Real git, without the settings of whoever runs the tests. */
export function runGit(folder: string, ...args: string[]): Buffer {
  return execFileSync('git', args, { cwd: folder, env: plainGit(), stdio: ['ignore', 'pipe', 'pipe'] })
}

export function plainGit(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
}

/** Puts files into the index, whatever their names and the rules. */
export function track(folder: string, paths: readonly string[]): void {
  const input = Buffer.concat(paths.flatMap((path) => [Buffer.from(systemPath(path)), Buffer.of(0)]))
  execFileSync('git', ['update-index', '--add', '-z', '--stdin'], { cwd: folder, env: plainGit(), input })
}

/** What git lists of a folder, as bytes with one character each, sorted. */
export function listedByGit(folder: string): string[] {
  const listed = runGit(folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').toString('latin1')
  return [...new Set(listed.split('\0').filter(Boolean))].sort()
}

/** As little of a repository as git takes for one. */
export function makeRepository(folder: string, gitFolder = join(folder, '.git')): void {
  for (const each of ['objects', 'refs', 'info']) mkdirSync(join(gitFolder, each), { recursive: true })
  writeFileSync(join(gitFolder, 'HEAD'), 'ref: refs/heads/main\n')
}
