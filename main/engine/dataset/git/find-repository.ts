import { lstat, readlink, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { systemPath } from '../../platform/byte-path.ts'
import { readRegularFile } from '../../platform/regular-file.ts'

/** Where git keeps what it knows of a working tree. All are paths as they are spelled. */
export interface GitFolders {
  /** The top of the working tree. */
  root: string
  /** `.git`, or what a file of this name leads to: in it the index of this working tree is. */
  gitFolder: string
  /** Shared by all working trees of the repository: in it its configuration and `info/exclude` are. */
  commonFolder: string
}

/** The repository that a folder is in, itself or above, as git finds it; null when there is none. */
export async function findRepository(folder: string): Promise<GitFolders | null> {
  const device = await findDevice(folder)
  for (let current = folder; ; current = dirname(current)) {
    // Like git, it does not look beyond the file system that the folder is on.
    if ((await findDevice(current)) !== device) return null
    const found = await openRepository(current)
    if (found || dirname(current) === current) return found
  }
}

/** The repository whose top this folder is, or null. */
export async function openRepository(root: string): Promise<GitFolders | null> {
  const gitFolder = await findGitFolder(join(root, '.git'))
  if (gitFolder === null) return null
  const commonFolder = resolve(gitFolder, (await readText(join(gitFolder, 'commondir')))?.trim() ?? '.')
  const isComplete =
    (await isHead(join(gitFolder, 'HEAD'))) &&
    (await isFolder(join(commonFolder, 'objects'))) &&
    (await isFolder(join(commonFolder, 'refs')))
  return isComplete ? { root, gitFolder, commonFolder } : null
}

/** A submodule and a further working tree have a file instead of a folder, which names it. */
async function findGitFolder(file: string): Promise<string | null> {
  const stats = await stat(systemPath(file)).catch(() => null)
  if (stats?.isDirectory()) return file
  if (!stats?.isFile()) return null
  const named = /^gitdir: (.+?)[\r\n]*$/.exec((await readText(file)) ?? '')?.[1]
  return named === undefined ? null : resolve(dirname(file), named)
}

/** It names a branch, a commit, or is a link to a branch. */
async function isHead(file: string): Promise<boolean> {
  const stats = await lstat(systemPath(file)).catch(() => null)
  if (stats?.isSymbolicLink()) return (await readlink(systemPath(file)).catch(() => '')).startsWith('refs/')
  return /^(?:ref:\s*refs\/|[\da-f]{40})/i.test((await readText(file)) ?? '')
}

async function isFolder(file: string): Promise<boolean> {
  return (await stat(systemPath(file)).catch(() => null))?.isDirectory() ?? false
}

async function findDevice(folder: string): Promise<number | null> {
  return (await stat(systemPath(folder)).catch(() => null))?.dev ?? null
}

/** What is missing or may not be read is as good as not there: then this is no repository. */
async function readText(file: string): Promise<string | null> {
  return readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    () => null,
  )
}
