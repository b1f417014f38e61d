import { readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findRealPath, systemPath } from '../../platform/byte-path.ts'
import { readRegularFile } from '../../platform/regular-file.ts'
import { type ByteText, pathToBytes } from './byte-text.ts'
import { expandRealHome } from './expand-home.ts'
import type { GitFolders } from './find-repository.ts'
import { compileWildmatch } from './wildmatch.ts'

/** What the conditions of `includeIf` ask of a repository. */
export interface IncludeContext {
  folders: GitFolders
  /** Every `remote.*.url` of the whole configuration. Null while they are being collected: then a condition on them holds. */
  remoteUrls: readonly string[] | null
}

/** Whether the name of a setting asks for another file to be read in its place. https://git-scm.com/docs/git-config#_includes */
export async function isInclude(name: string, file: string, context: IncludeContext): Promise<boolean> {
  if (name === 'include.path') return true
  const [, condition] = /^includeif\.(.*)\.path$/s.exec(name) ?? []
  if (condition === undefined) return false
  const [, kind, given = ''] = /^(gitdir|gitdir\/i|onbranch|hasconfig:remote\.\*\.url):(.*)$/s.exec(condition) ?? []
  switch (kind) {
    case 'gitdir':
    case 'gitdir/i':
      return isGitFolderIn(given, file, { ...context.folders, ignoreCase: kind === 'gitdir/i' })
    case 'onbranch': {
      const branch = await findBranch(context.folders)
      return branch !== null && matches(withAllBelow(given), toBytes(branch))
    }
    case 'hasconfig:remote.*.url':
      return context.remoteUrls?.some((url) => matches(given, toBytes(url))) ?? true
    // A condition of a later git is one that does not hold.
    default:
      return false
  }
}

/** Where the names of remotes are given. A remote without a name, as in `[remote]`, is none. */
export function isRemoteUrl(name: string): boolean {
  return /^remote\..*\.url$/s.test(name)
}

async function isGitFolderIn(
  given: string,
  file: string,
  { gitFolder, ignoreCase }: { gitFolder: string; ignoreCase: boolean },
): Promise<boolean> {
  const { literal, pattern } = await readFolderPattern(given, file)
  const fold = (text: string) => (ignoreCase ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text)
  // The condition may name a link that leads to the repository, or where it leads.
  for (const path of [await findRealPath(gitFolder).catch(() => gitFolder), gitFolder]) {
    const text = pathToBytes(path)
    if (fold(text.slice(0, literal.length)) !== fold(literal)) continue
    if (matches(pattern, text.slice(literal.length), ignoreCase)) return true
  }
  return false
}

/** `literal` is compared as it is, so that no sign in the name of a folder counts as a wildcard. */
async function readFolderPattern(given: string, file: string): Promise<{ literal: ByteText; pattern: string }> {
  const expanded = await expandRealHome(given)
  if (/^\.[\\/]/.test(expanded)) {
    const folder = dirname(await findRealPath(file).catch(() => file))
    return { literal: `${pathToBytes(folder)}/`.replace(/\/\/$/, '/'), pattern: withAllBelow(expanded.slice(1)).slice(1) }
  }
  const isAbsolute = expanded.startsWith('/') || (process.platform === 'win32' && /^[a-z]:[\\/]/i.test(expanded))
  return { literal: '', pattern: withAllBelow(isAbsolute ? expanded : `**/${expanded}`) }
}

function withAllBelow(pattern: string): string {
  return pattern.endsWith('/') ? `${pattern}**` : pattern
}

function matches(pattern: string, text: ByteText, ignoreCase = false): boolean {
  return compileWildmatch(toBytes(pattern), { pathname: true, ignoreCase })?.(text) ?? false
}

function toBytes(text: string): ByteText {
  return Buffer.from(text).toString('latin1')
}

/** Git follows no more names than this. */
const maxSymbolicDepth = 5
const branches = 'refs/heads/'

/** The branch that is checked out, there already or not; null when a commit is. */
async function findBranch({ gitFolder, commonFolder }: GitFolders): Promise<string | null> {
  let name = await readReference(join(gitFolder, 'HEAD'))
  for (let depth = 1; name !== null; depth++) {
    const next = await readReference(join(commonFolder, name))
    if (next === null) break
    if (depth === maxSymbolicDepth) return null
    name = next
  }
  return name?.startsWith(branches) ? name.slice(branches.length) : null
}

/** The name that a reference stands for; null when it stands for a commit, or is not there. */
async function readReference(file: string): Promise<string | null> {
  const link = await readlink(systemPath(file)).catch(() => null)
  if (link?.startsWith('refs/')) return link
  const text = await readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  )
  return text.startsWith('ref:') ? text.slice(4).trim() : null
}
