import { join } from 'node:path'
import { readRegularFile } from '../../../platform/regular-file.ts'
import type { GitFolders } from '../find-repository.ts'
import { GitObjectError } from './git-object.ts'
import type { GitObjects } from './git-objects.ts'

export interface GitCommit {
  /** In hexadecimal digits. */
  id: string
  tree: string
}

/** References that name each other, and tags of tags, end here. */
const maxSteps = 10
const maxCommitBytes = 16 * 1024 * 1024

/** The commit that a name means: `HEAD`, a branch, a tag, or a whole hash. Throws a `GitObjectError` when there is none. */
export async function resolveRevision(folders: GitFolders, objects: GitObjects, revision: string): Promise<GitCommit> {
  let id = isHash(revision) ? revision.toLowerCase() : await findReference(folders, revision)
  if (id === null)
    throw new GitObjectError(revision === 'HEAD' ? 'It has no commit yet.' : `It has no branch, tag or commit "${revision}".`)
  for (let step = 0; step < maxSteps; step++) {
    const object = objects.read(id, maxCommitBytes)
    const text: string = object?.bytes?.toString('latin1') ?? ''
    const tree = /^tree ([\da-f]+)$/m.exec(text)?.[1]
    if (object?.type === 'commit' && tree !== undefined) return { id, tree }
    const tagged = object?.type === 'tag' ? /^object ([\da-f]+)$/m.exec(text)?.[1] : undefined
    if (tagged === undefined) break
    id = tagged
  }
  throw new GitObjectError(`The commit ${id} is not in the repository, or is damaged.`)
}

function isHash(text: string): boolean {
  return /^(?:[\da-f]{40}|[\da-f]{64})$/i.test(text)
}

/** In the order in which git looks for a name. */
async function findReference(folders: GitFolders, name: string): Promise<string | null> {
  for (const prefix of ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/']) {
    const id = await readReference(folders, prefix + name, 0)
    if (id !== null) return id
  }
  return null
}

async function readReference(folders: GitFolders, name: string, step: number): Promise<string | null> {
  if (step > maxSteps || !isReferenceName(name)) return null
  const { gitFolder, commonFolder } = folders
  const text = (await readText(join(gitFolder, name))) ?? (await readText(join(commonFolder, name)))
  const target = /^ref:\s*(\S+)/.exec(text ?? '')?.[1]
  if (target !== undefined) return readReference(folders, target, step + 1)
  if (text !== null && isHash(text.trim())) return text.trim().toLowerCase()
  const packed = (await readText(join(commonFolder, 'packed-refs'))) ?? ''
  return (
    packed
      .split('\n')
      .find((line) => line.slice(line.indexOf(' ') + 1) === name && isHash(line.split(' ')[0] ?? ''))
      ?.split(' ')[0] ?? null
  )
}

/** What could lead out of the folder of git is none. */
function isReferenceName(name: string): boolean {
  return name !== '' && !name.startsWith('/') && !/(?:^|\/)\.\.?(?:\/|$)|\0|\\/.test(name)
}

async function readText(file: string): Promise<string | null> {
  return readRegularFile(file).then(
    (bytes) => bytes.toString('utf8'),
    // What is missing or no file is no reference.
    () => null,
  )
}
