import { type EwahBitmap, readEwahBitmap } from './ewah-bitmap.ts'
import { GitIndexError } from './git-index-error.ts'
import type { IndexEntry } from './index-entry.ts'

/**
 * What the extension `link` of an index says: most entries are in a shared index beside it, and these are the ones that are gone from
 * there or replaced. https://git-scm.com/docs/index-format#_split_index
 */
export interface SharedIndexLink {
  /** The name of the shared index's content, in hexadecimal digits. */
  hash: string
  deleted: EwahBitmap | null
  replaced: EwahBitmap | null
}

/** Null when it links to nothing: the index is whole. */
export function readSharedIndexLink(bytes: Buffer, hashBytes: number): SharedIndexLink | null {
  if (bytes.length < hashBytes) throw new GitIndexError('It is cut off.')
  const hash = bytes.toString('hex', 0, hashBytes)
  if (/^0+$/.test(hash)) return null
  if (bytes.length === hashBytes) return { hash, deleted: null, replaced: null }
  const deleted = readEwahBitmap(bytes, hashBytes)
  return { hash, deleted, replaced: readEwahBitmap(bytes, deleted.end) }
}

/** The entries of the whole index, sorted as those of any index are. The first of its own replace others and have no path. */
export function joinSplitIndex(own: readonly IndexEntry[], link: SharedIndexLink, shared: readonly IndexEntry[]): IndexEntry[] {
  const entries: (IndexEntry | undefined)[] = [...shared]
  let ownCount = 0
  for (const place of link.replaced?.places(shared.length) ?? []) {
    const replacement = own[ownCount++]
    const path = shared[place]?.[0]
    if (replacement?.[0] !== '' || path === undefined)
      throw new GitIndexError('It replaces entries of a shared index that it does not hold.')
    entries[place] = [path, replacement[1]]
  }
  for (const place of link.deleted?.places(shared.length) ?? []) entries[place] = undefined
  // A conflict has one path up to three times; what matters here is that it is there.
  const joined = new Map(entries.filter((entry) => entry !== undefined))
  for (const [path, kind] of own.slice(ownCount)) {
    if (path === '') throw new GitIndexError('It holds an entry without a path.')
    joined.set(path, kind)
  }
  return [...joined].sort(([one], [other]) => (one < other ? -1 : 1))
}
