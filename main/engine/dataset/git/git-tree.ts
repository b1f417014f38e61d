import { join, relative } from 'node:path'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import { readRegularFile } from '../../platform/regular-file.ts'
import { type ByteText, pathOfBytes, pathToBytes } from './byte-text.ts'
import type { GitFolders } from './find-repository.ts'
import { readIndexFile } from './git-index.ts'
import { GitIndexError } from './git-index-error.ts'
import { type GitSettings, readGitSettings } from './git-settings.ts'
import { createIgnoreRules, type IgnoreRules } from './ignore-rules.ts'
import type { IndexEntry } from './index-entry.ts'
import { readRuleFile } from './read-rule-file.ts'
import { joinSplitIndex } from './split-index.ts'
import { createTrackedFiles, type TrackedFiles } from './tracked-files.ts'

/** What git says of a folder: as much as is needed to tell below it what `git ls-files` lists. */
export interface GitTree {
  /** The folder, relative to the top of the repository; empty for the top itself. */
  path: ByteText
  /** Those of the repository, the person, and the folders above this one, which is not asked for its own yet. */
  rules: IgnoreRules
  /** The folder or one above it is ignored, so that only tracked files count. */
  isIgnored: boolean
  tracked: TrackedFiles
}

/** Told of a file of git or of its rules that cannot be read; without it the rest holds. */
export type OnGitProblem = (file: string, reason: string) => void

/** Reads what decides over a folder of a repository. Nothing of git need be installed. */
export async function readGitTree(repository: GitFolders, folder: string, onProblem: OnGitProblem): Promise<GitTree> {
  const settings = await readGitSettings(repository)
  const path = pathToBytes(relative(repository.root, folder))
  const tracked = createTrackedFiles(await readEntries(repository, settings, onProblem), path)
  const top = await readTopRules(repository, settings, onProblem)
  return { path, tracked, ...(await descend(top, { repository, path, onProblem })) }
}

/** Every folder above may have rules of its own, which also decide whether the next one is entered. */
async function descend(
  top: IgnoreRules,
  { repository, path, onProblem }: { repository: GitFolders; path: ByteText; onProblem: OnGitProblem },
): Promise<{ rules: IgnoreRules; isIgnored: boolean }> {
  let rules = top
  let above = ''
  for (const name of path === '' ? [] : path.split('/')) {
    const file = join(repository.root, pathOfBytes(above), '.gitignore')
    rules = rules.extend(above, await readRuleFile(file, { isOfTree: true, onProblem }))
    above = above === '' ? name : `${above}/${name}`
    if (rules.ignores(above, 'folder')) return { rules, isIgnored: true }
  }
  return { rules, isIgnored: false }
}

/** The person's rules are asked last, those of the repository before them. */
async function readTopRules(
  { commonFolder }: GitFolders,
  { ignoreCase, excludesFile }: GitSettings,
  onProblem: OnGitProblem,
): Promise<IgnoreRules> {
  const personal = createIgnoreRules({ ignoreCase }).extend('', await readRuleFile(excludesFile, { onProblem }))
  return personal.extend('', await readRuleFile(join(commonFolder, 'info/exclude'), { onProblem }))
}

async function readEntries(
  { gitFolder }: GitFolders,
  { hashBytes }: GitSettings,
  onProblem: OnGitProblem,
): Promise<IndexEntry[]> {
  const index = join(gitFolder, 'index')
  let file = index
  try {
    const { entries, link } = readIndexFile(await readRegularFile(index), hashBytes)
    if (!link) return entries
    file = join(gitFolder, `sharedindex.${link.hash}`)
    const bytes = await readRegularFile(file)
    if (bytes.subarray(-hashBytes).toString('hex') !== link.hash)
      throw new GitIndexError('It has another content than its name says.')
    return joinSplitIndex(entries, link, readIndexFile(bytes, hashBytes).entries)
  } catch (error) {
    // A new repository has none.
    if (findSystemCode(error) === 'ENOENT' && file === index) return []
    const failure = error instanceof GitIndexError ? error : toFileError(error, file, "Reading git's index")
    if (failure === error && !(error instanceof GitIndexError)) throw error
    onProblem(
      file,
      `${failure instanceof Error ? failure.message : failure} Files that git tracks and its rules ignore are left out.`,
    )
    return []
  }
}
