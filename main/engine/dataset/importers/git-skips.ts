import { formatBytes } from '#contracts/format-quantity'
import type { GitObject } from '../git/objects/git-object.ts'
import type { TreeEntry } from '../git/objects/read-tree.ts'
import { findBinaryKind } from './binary-content.ts'
import type { RejectedRow } from './importer.ts'

type Skip = Pick<RejectedRow, 'reason' | 'summary'>

const pointerStart = 'version https://git-lfs.github.com/spec/'
const maxPointerBytes = 1024

/** Why the content of a file is passed over, or null. */
export function findContentSkip({ sizeBytes, bytes }: GitObject, maxTextBytes: number): Skip | null {
  if (bytes === null) {
    const reason = `It has ${formatBytes(sizeBytes)}, more than the limit of ${formatBytes(maxTextBytes)}.`
    return { reason, summary: { one: 'large file', many: 'large files' } }
  }
  if (bytes.length < maxPointerBytes && bytes.toString('latin1', 0, pointerStart.length) === pointerStart) {
    const reason = 'It is a pointer of Git LFS: the content is kept elsewhere.'
    return { reason, summary: { one: 'pointer of Git LFS', many: 'pointers of Git LFS' } }
  }
  const binary = findBinaryKind(bytes)
  if (binary === 'utf-16') return { reason: 'It is in UTF-16.', summary: { one: 'file in UTF-16', many: 'files in UTF-16' } }
  return binary && { reason: 'It is no text.', summary: { one: 'binary file', many: 'binary files' } }
}

/** Why what a tree names is no file with a content, or null. `urls` tells where submodules are cloned from. */
export function findEntrySkip({ kind, path }: TreeEntry, urls: ReadonlyMap<string, string>): Skip | null {
  if (kind === 'link') return { reason: 'It is a link.', summary: { one: 'link', many: 'links' } }
  if (kind !== 'submodule') return null
  const url = urls.get(path)
  const origin = url === undefined ? '' : `, cloned from ${url}`
  return {
    reason: `It is a repository of its own (submodule)${origin}. Import it by itself.`,
    summary: { one: 'submodule', many: 'submodules' },
  }
}
