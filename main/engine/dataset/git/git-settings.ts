import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readRegularFile } from '../../platform/regular-file.ts'
import { expandHome } from './expand-home.ts'
import type { GitFolders } from './find-repository.ts'
import { type GitSetting, isSwitchedOn, readGitConfig } from './git-config.ts'
import { type IncludeContext, isInclude, isRemoteUrl } from './git-include.ts'

/** What of a repository's configuration decides which files are its own. */
export interface GitSettings {
  ignoreCase: boolean
  /** The person's own ignore rules for all repositories; the file may be missing. */
  excludesFile: string
  /** Length of an object's name in the index. */
  hashBytes: number
  /** Where it was cloned from: `origin`, or the first remote there is. */
  remoteUrl: string | null
}

/** Files that include each other end here, as with git. */
const maxDepth = 10

/** Reads the configuration in git's order: of the system, of the person, of the repository, of the working tree; the last value counts. */
export async function readGitSettings(folders: GitFolders): Promise<GitSettings> {
  // A condition may ask for remotes that are named further on.
  const remoteUrls = (await readAll({ folders, remoteUrls: null }))
    .filter(([name]) => isRemoteUrl(name))
    .map(([, value]) => value)
  const settings = await readAll({ folders, remoteUrls })
  const values = new Map(settings)
  return {
    ignoreCase: isSwitchedOn(values.get('core.ignorecase')),
    excludesFile: resolve(folders.root, expandHome(values.get('core.excludesfile') ?? join(configFolder(), 'git/ignore'))),
    hashBytes: values.get('extensions.objectformat')?.toLowerCase() === 'sha256' ? 32 : 20,
    remoteUrl: values.get('remote.origin.url') ?? settings.find(([name]) => isRemoteUrl(name))?.[1] ?? null,
  }
}

async function readAll(context: IncludeContext): Promise<GitSetting[]> {
  const { commonFolder, gitFolder } = context.folders
  const settings: GitSetting[] = []
  for (const file of [...listPersonalFiles(), join(commonFolder, 'config')]) await addFile(file, settings, context)
  const worktreeConfig = settings.findLast(([name]) => name === 'extensions.worktreeconfig')?.[1]
  if (isSwitchedOn(worktreeConfig)) await addFile(join(gitFolder, 'config.worktree'), settings, context)
  return settings
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

async function addFile(file: string, settings: GitSetting[], context: IncludeContext, depth = 0): Promise<void> {
  // A file that is missing or may not be read has no settings; git itself stops at the latter.
  const text = await readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  )
  for (const setting of readGitConfig(text)) {
    const [name, value] = setting
    if (!(await isInclude(name, file, context))) settings.push(setting)
    else if (depth < maxDepth) await addFile(resolve(dirname(file), expandHome(value)), settings, context, depth + 1)
  }
}
