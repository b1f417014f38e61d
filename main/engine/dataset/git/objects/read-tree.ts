import { type ByteText, pathOfBytes, toByteText } from '../byte-text.ts'
import { GitObjectError } from './git-object.ts'
import type { GitObjects } from './git-objects.ts'

/** What a tree names. */
export interface TreeEntry {
  /** From the top of the repository. */
  path: ByteText
  kind: 'file' | 'folder' | 'link' | 'submodule'
  /** In hexadecimal digits. */
  id: string
}

const maxTreeBytes = 64 * 1024 * 1024
/** Deeper ones are no folders that a person made. */
const maxDepth = 1000

/** All files, links and submodules below a tree, in git's order. Throws a `GitObjectError` for a tree that is missing or damaged. */
export function* walkTree(objects: GitObjects, id: string, hashBytes: number): Generator<TreeEntry> {
  const folders = [readTree(objects, { path: '', id }, hashBytes)]
  for (let folder = folders.at(-1); folder; folder = folders.at(-1)) {
    const entry = folder.shift()
    if (!entry) folders.pop()
    else if (entry.kind !== 'folder') yield entry
    else if (folders.length < maxDepth) folders.push(readTree(objects, entry, hashBytes))
    else throw new GitObjectError(`The folder "${pathOfBytes(entry.path)}" lies more than ${maxDepth} folders deep.`)
  }
}

/** What is in one tree. */
export function readTree(objects: GitObjects, { path, id }: Pick<TreeEntry, 'path' | 'id'>, hashBytes: number): TreeEntry[] {
  const tree = objects.read(id, maxTreeBytes)
  if (tree?.type !== 'tree' || tree.bytes === null) {
    const folder = path === '' ? 'The top folder' : `The folder "${pathOfBytes(path)}"`
    throw new GitObjectError(`${folder} of the commit is not in the repository, which may be a partial clone.`)
  }
  return Array.from(parseTree(tree.bytes, hashBytes), ({ mode, name, id: entryId }) => ({
    path: path === '' ? name : `${path}/${name}`,
    kind: kinds.get(mode) ?? 'file',
    id: entryId,
  }))
}

/** By what git writes as 40000, 120000 and 160000 in octal digits. */
const kinds = new Map<number, TreeEntry['kind']>([
  [0x4000, 'folder'],
  [0xa000, 'link'],
  [0xe000, 'submodule'],
])

function* parseTree(bytes: Buffer, hashBytes: number): Generator<{ mode: number; name: ByteText; id: string }> {
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const zero = bytes.indexOf(0, blank)
    const end = zero + 1 + hashBytes
    if (blank === -1 || zero === -1 || end > bytes.length) throw new GitObjectError('A tree is damaged.')
    yield {
      mode: Number.parseInt(bytes.toString('latin1', at, blank), 8),
      name: toByteText(bytes.subarray(blank + 1, zero)),
      id: bytes.toString('hex', zero + 1, end),
    }
    at = end
  }
}
