import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readRegularFile } from '../../platform/regular-file.ts'
import type { GitFolders } from './find-repository.ts'
import { isSwitchedOn, readGitConfig } from './git-config.ts'
import { compileWildmatch } from './wildmatch.ts'

/** What of a repository's configuration decides which files are its own. */
export interface GitSettings {
  ignoreCase: boolean
  /** The person's own ignore rules for all repositories; the file may be missing. */
  excludesFile: string
  /** Length of an object's name in the index. */
  hashBytes: number
}

/** Files that include each other end here, as with git. */
const maxDepth = 10

/** Reads the configuration in git's order: of the system, of the person, of the repository, of the working tree; the last value counts. */
export async function readGitSettings(folders: GitFolders): Promise<GitSettings> {
  const values = new Map<string, string>()
  for (const file of [...listPersonalFiles(), join(folders.commonFolder, 'config')]) await addFile(file, values, folders)
  if (isSwitchedOn(values.get('extensions.worktreeconfig'))) {
    await addFile(join(folders.gitFolder, 'config.worktree'), values, folders)
  }
  return {
    ignoreCase: isSwitchedOn(values.get('core.ignorecase')),
    excludesFile: resolve(folders.root, expandHome(values.get('core.excludesfile') ?? join(configFolder(), 'git/ignore'))),
    hashBytes: values.get('extensions.objectformat')?.toLowerCase() === 'sha256' ? 32 : 20,
  }
}

function configFolder(): string {
  return process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
}

function listPersonalFiles(): string[] {
  const { GIT_CONFIG_NOSYSTEM, GIT_CONFIG_SYSTEM, GIT_CONFIG_GLOBAL } = process.env
  const system = isSwitchedOn(GIT_CONFIG_NOSYSTEM) ? [] : [GIT_CONFIG_SYSTEM ?? '/etc/gitconfig']
  const personal = GIT_CONFIG_GLOBAL ? [GIT_CONFIG_GLOBAL] : [join(configFolder(), 'git/config'), join(homedir(), '.gitconfig')]
  return [...system, ...personal]
}

async function addFile(file: string, values: Map<string, string>, folders: GitFolders, depth = 0): Promise<void> {
  // A file that is missing or may not be read has no settings; git itself stops at the latter.
  const text = await readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  )
  for (const [name, value] of readGitConfig(text)) {
    if (!isInclude(name, file, folders)) values.set(name, value)
    else if (depth < maxDepth) await addFile(resolve(dirname(file), expandHome(value)), values, folders, depth + 1)
  }
}

/** `include.path`, and `includeIf.gitdir:PATTERN.path` where the pattern fits. Conditions on branches and remotes are taken as not fulfilled. */
function isInclude(name: string, file: string, { gitFolder }: GitFolders): boolean {
  if (name === 'include.path') return true
  const [, fold, given] = /^includeif\.gitdir(\/i)?:(.*)\.path$/.exec(name) ?? []
  if (given === undefined) return false
  const expanded = expandHome(given).replace(/^\.\//, () => `${dirname(file)}/`)
  const pattern = `${expanded.startsWith('/') ? '' : '**/'}${expanded}${expanded.endsWith('/') ? '**' : ''}`
  const toBytes = (text: string) => Buffer.from(text).toString('latin1')
  const matches = compileWildmatch(toBytes(pattern), { pathname: true, ignoreCase: fold !== undefined })
  return matches?.(toBytes(gitFolder)) ?? false
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
