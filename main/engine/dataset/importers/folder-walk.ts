import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import { createIgnoreRules, type IgnoreRules } from './ignore-rules.ts'

/** A file that was found. `path` is relative to the root of the walk, with `/` on every system. */
export interface WalkedFile {
  path: string
  file: string
}

export interface WalkOptions {
  /** A real path: no link on the way. */
  root: string
  /** A real path of a folder to leave out with all that is in it. */
  excludedFolder: string
  /** A file or a whole folder that is passed over. */
  onSkip(path: string, reason: 'ignored' | 'link' | 'special'): void
  /** A folder that cannot be read; the walk goes on after it. */
  onProblem(path: string, reason: string): void
}

interface Folder {
  path: string
  file: string
  /** Real paths of this folder and all above it. */
  chain: readonly string[]
  rules: IgnoreRules
}

const versionControlFolders = new Set(['.git', '.hg', '.svn'])

/**
 * All files of a folder in the order of their names, folder by folder, the same at every walk.
 *
 * Links are followed within the root. One that leads out of it, in a circle, nowhere, or to a folder that another link led to, is skipped.
 */
export async function* walkFolder(options: WalkOptions): AsyncGenerator<WalkedFile, void, undefined> {
  const linkedFolders = new Set<string>()
  const stack: (Folder | WalkedFile)[] = [{ path: '', file: options.root, chain: [options.root], rules: createIgnoreRules() }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (!('chain' in next)) {
      yield next
      continue
    }
    const found = await listFolder(next, options, linkedFolders)
    for (const entry of found.reverse()) stack.push(entry)
  }
}

async function listFolder(folder: Folder, options: WalkOptions, linkedFolders: Set<string>): Promise<(Folder | WalkedFile)[]> {
  let entries: Dirent[]
  let rules: IgnoreRules
  try {
    entries = await readdir(folder.file, { withFileTypes: true })
    rules = await readRules(folder, entries)
  } catch (error) {
    const failure = toFileError(error, folder.file, 'Reading the folder')
    if (failure === error) throw error
    options.onProblem(folder.path || '.', failure instanceof Error ? failure.message : String(failure))
    return []
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const found: (Folder | WalkedFile)[] = []
  for (const entry of entries) {
    if (versionControlFolders.has(entry.name)) continue
    const kept = await keepEntry(entry, { ...folder, rules }, { options, linkedFolders })
    if (kept) found.push(kept)
  }
  return found
}

async function keepEntry(
  entry: Dirent,
  folder: Folder,
  walk: { options: WalkOptions; linkedFolders: Set<string> },
): Promise<Folder | WalkedFile | null> {
  const { rules, chain } = folder
  const { onSkip, excludedFolder } = walk.options
  const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
  const file = join(folder.file, entry.name)
  // To git a link is a file, whatever it leads to.
  if (rules.ignores(path, entry.isDirectory() ? 'folder' : 'file')) {
    onSkip(path, 'ignored')
    return null
  }
  if (entry.isFile()) return { path, file }
  if (entry.isDirectory()) {
    const real = join(chain.at(-1) ?? '', entry.name)
    return real === excludedFolder ? null : { path, file, chain: [...chain, real], rules }
  }
  if (!entry.isSymbolicLink()) {
    onSkip(path, 'special')
    return null
  }
  const target = await followLink(file, folder, walk)
  if (target === null) onSkip(path, 'link')
  if (target === null || target.kind === 'file') return target && { path, file }
  return { path, file, chain: [...chain, target.real], rules }
}

async function followLink(
  file: string,
  { chain }: Folder,
  { options, linkedFolders }: { options: WalkOptions; linkedFolders: Set<string> },
): Promise<{ kind: 'file' | 'folder'; real: string } | null> {
  try {
    const real = await realpath(file)
    const isInside = real === options.root || real.startsWith(options.root + sep)
    const isExcluded = real === options.excludedFolder || real.startsWith(options.excludedFolder + sep)
    if (!isInside || isExcluded) return null
    const stats = await stat(real)
    if (stats.isFile()) return { kind: 'file', real }
    if (!stats.isDirectory() || chain.includes(real) || linkedFolders.has(real)) return null
    linkedFolders.add(real)
    return { kind: 'folder', real }
  } catch (error) {
    // It leads nowhere, in a circle, or through a folder that may not be read.
    if (findSystemCode(error) === undefined) throw error
    return null
  }
}

async function readRules(folder: Folder, entries: readonly Dirent[]): Promise<IgnoreRules> {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return folder.rules
  return folder.rules.extend(folder.path, await readFile(join(folder.file, '.gitignore'), 'utf8'))
}
