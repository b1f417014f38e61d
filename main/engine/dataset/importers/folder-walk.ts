import { type Dirent, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { spellPath, systemPath } from '../../platform/byte-path.ts'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import { type ByteText, pathOfBytes, toByteText } from '../git/byte-text.ts'
import { findRepository, type GitFolders, openRepository } from '../git/find-repository.ts'
import { readGitTree } from '../git/git-tree.ts'
import { createIgnoreRules, type IgnoreRules } from '../git/ignore-rules.ts'
import { readRuleFile } from '../git/read-rule-file.ts'
import { createTrackedFiles, type TrackedFiles } from '../git/tracked-files.ts'
import { extendLicenceScope, type LicenceScope } from './folder-licences.ts'

/** A file that was found. `path` is relative to the root of the walk, with `/` on every system. Both are spelled as `spellPath` does it. */
export interface WalkedFile {
  path: string
  file: string
  /** Null where nothing around it states a licence. */
  licence?: LicenceScope | null
}

/** `missing` is in git's index and not in the folder; `repository` is one of its own within another. */
export type WalkSkip = 'ignored' | 'ignored-root' | 'link' | 'special' | 'repository' | 'version-control' | 'project' | 'missing'

export interface WalkOptions {
  /** A real path: no link on the way. */
  root: string
  /** A real path of a folder to leave out with all that is in it. */
  excludedFolder: string
  /** A file or a whole folder that is passed over. */
  onSkip(path: string, reason: WalkSkip): void
  /** What cannot be read, a folder or a file of git; the walk goes on after it. */
  onProblem(path: string, reason: string): void
}

/** A repository, or what is in none: then `tracked` is empty. */
interface Scope {
  isRepository: boolean
  tracked: TrackedFiles
  /** Told of what git tracks by its path in the repository. */
  nameOf(gitPath: ByteText): string
}

interface Folder {
  path: string
  file: string
  /** Relative to the top of the repository, or to the root of the walk. */
  gitPath: ByteText
  rules: IgnoreRules
  /** Only what is tracked counts in it. */
  isIgnored: boolean
  scope: Scope
  /** Whether it counts as a repository of its own where it is one. */
  mayBeRepository: boolean
  licence: LicenceScope | null
}

/** Folders of other systems than git, which itself names nothing within `.git`. */
const versionControlFolders = new Set(['.hg', '.svn'])

/**
 * All files of a folder in the order of their names, folder by folder, the same at every walk.
 *
 * In a repository these are the files that `git ls-files --cached --others --exclude-standard` lists, less what `onSkip` and `onProblem` name. A
 * folder in no repository is walked by its own `.gitignore` files, and a repository in it by that repository's rules. Links are not followed,
 * so every file comes once. It blocks its thread: to ask for each folder and wait costs twice the processor.
 */
export async function* walkFolder(options: WalkOptions): AsyncGenerator<WalkedFile, void, undefined> {
  const root = await enterFolder({ path: '', file: options.root }, await findRepository(options.root), options)
  const scopes = [root.scope]
  if (root.isIgnored) options.onSkip('.', 'ignored-root')
  const stack: (Folder | WalkedFile)[] = [root]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (!('scope' in next)) {
      yield next
      continue
    }
    const found = await listFolder(next, options)
    for (const entry of found.reverse()) {
      stack.push(entry)
      if ('scope' in entry && !scopes.includes(entry.scope)) scopes.push(entry.scope)
    }
  }
  for (const { tracked, nameOf } of scopes) {
    for (const gitPath of tracked.listMissing()) options.onSkip(nameOf(gitPath), 'missing')
  }
}

/** A folder that the walk begins at, or a repository within what is in none. */
async function enterFolder(
  { path, file }: { path: string; file: string },
  repository: GitFolders | null,
  { onProblem }: WalkOptions,
): Promise<Folder> {
  const nameIn = (gitPath: ByteText, top: ByteText) =>
    joinPath(path, pathOfBytes(top === '' ? gitPath : gitPath.slice(top.length + 1)))
  if (repository) {
    const { path: top, ...tree } = await readGitTree(repository, file, onProblem)
    const scope = { isRepository: true, tracked: tree.tracked, nameOf: (gitPath: ByteText) => nameIn(gitPath, top) }
    return {
      path,
      file,
      gitPath: top,
      rules: tree.rules,
      isIgnored: tree.isIgnored,
      scope,
      mayBeRepository: false,
      licence: findLicenceAbove(repository.root, file),
    }
  }
  const rules = createIgnoreRules({ ignoreCase: process.platform !== 'linux' })
  const scope = { isRepository: false, tracked: createTrackedFiles([], ''), nameOf: (gitPath: ByteText) => nameIn(gitPath, '') }
  return { path, file, gitPath: '', rules, isIgnored: false, scope, mayBeRepository: false, licence: null }
}

async function listFolder(folder: Folder, options: WalkOptions): Promise<(Folder | WalkedFile)[]> {
  let entries: Dirent<Buffer>[]
  try {
    entries = readdirSync(systemPath(folder.file), { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    const failure = toFileError(error, folder.file, 'Reading the folder')
    if (failure === error) throw error
    options.onProblem(folder.path || '.', failure instanceof Error ? failure.message : String(failure))
    folder.scope.tracked.meet(folder.gitPath, 'all below')
    return []
  }
  // To ask the system of each folder costs as much as to list it.
  if (folder.mayBeRepository && entries.some(({ name }) => name.equals(gitFolderName))) {
    const repository = await openRepository(folder.file)
    if (repository)
      return folder.scope.isRepository
        ? skipFolder(folder, 'repository', options)
        : [await enterFolder(folder, repository, options)]
  }
  const inside = {
    ...{ ...folder, rules: await extendRules(folder, entries, options) },
    licence: extendLicenceScope(folder.licence, folder.file, listFileNames(entries)),
  }
  entries.sort((a, b) => Buffer.compare(a.name, b.name))
  const found: (Folder | WalkedFile)[] = []
  for (const entry of entries) {
    const kept = entry.isDirectory() ? keepFolder(entry.name, inside, options) : keepFile(entry, inside, options)
    if (kept) found.push(kept)
  }
  return found
}

/** Of a folder within a repository also what states the licence of the folders above it counts. */
function findLicenceAbove(top: string, folder: string): LicenceScope | null {
  if (folder === top) return null
  const above = dirname(folder)
  return extendLicenceScope(findLicenceAbove(top, above), above, listNames(above))
}

/** None of a folder that may not be read. */
function listNames(folder: string): string[] {
  try {
    return listFileNames(readdirSync(systemPath(folder), { withFileTypes: true, encoding: 'buffer' }))
  } catch (error) {
    if (findSystemCode(error) === undefined) throw error
    return []
  }
}

function listFileNames(entries: readonly Dirent<Buffer>[]): string[] {
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name.toString('latin1'))
}

async function extendRules(folder: Folder, entries: readonly Dirent<Buffer>[], { onProblem }: WalkOptions): Promise<IgnoreRules> {
  const hasRules = entries.some((entry) => entry.isFile() && entry.name.equals(ruleFileName))
  if (!hasRules || folder.isIgnored) return folder.rules
  const path = joinPath(folder.path, '.gitignore')
  const content = await readRuleFile(join(folder.file, '.gitignore'), {
    isOfTree: true,
    onProblem: (_, reason) => onProblem(path, reason),
  })
  return folder.rules.extend(folder.gitPath, content)
}

function keepFile(entry: Dirent<Buffer>, folder: Folder, { onSkip }: WalkOptions): WalkedFile | null {
  const { path, file, gitPath } = placeIn(folder, entry.name)
  const { tracked } = folder.scope
  if (entry.name.equals(gitFolderName)) return null
  tracked.meet(gitPath, 'itself')
  const isIgnored = tracked.find(gitPath) === undefined && (folder.isIgnored || folder.rules.ignores(gitPath, 'file'))
  const reason = isIgnored ? 'ignored' : entry.isSymbolicLink() ? 'link' : entry.isFile() ? null : 'special'
  if (reason === null) return { path, file, licence: folder.licence }
  tracked.meet(gitPath, 'all below')
  onSkip(path, reason)
  return null
}

function keepFolder(name: Buffer, folder: Folder, options: WalkOptions): Folder | null {
  if (name.equals(gitFolderName)) return null
  const place = placeIn(folder, name)
  const { file, gitPath } = place
  const { rules, scope } = folder
  const isIgnored = folder.isIgnored || rules.ignores(gitPath, 'folder')
  const holdsTracked = scope.tracked.hasBelow(gitPath)
  const { licence } = folder
  const found: Folder = { ...place, rules, isIgnored, scope, licence, mayBeRepository: !isIgnored && !holdsTracked }
  const reason =
    file === options.excludedFolder
      ? 'project'
      : versionControlFolders.has(name.toString('latin1'))
        ? 'version-control'
        : scope.tracked.find(gitPath) === 'repository'
          ? 'repository'
          : isIgnored && !holdsTracked
            ? 'ignored'
            : null
  if (reason === null) return found
  skipFolder(found, reason, options)
  return null
}

/** Nothing of it is left to be walked. */
function skipFolder({ path, gitPath, scope }: Folder, reason: WalkSkip, { onSkip }: WalkOptions): [] {
  scope.tracked.meet(gitPath, 'itself')
  scope.tracked.meet(gitPath, 'all below')
  onSkip(path, reason)
  return []
}

const gitFolderName = Buffer.from('.git')
const ruleFileName = Buffer.from('.gitignore')

function placeIn(folder: Folder, name: Buffer): { path: string; file: string; gitPath: ByteText } {
  const spelled = spellPath(name)
  const gitName = toByteText(name)
  return {
    path: joinPath(folder.path, spelled),
    file: join(folder.file, spelled),
    gitPath: folder.gitPath === '' ? gitName : `${folder.gitPath}/${gitName}`,
  }
}

function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
