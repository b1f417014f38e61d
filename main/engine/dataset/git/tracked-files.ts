import type { ByteText } from './byte-text.ts'
import type { TrackedKind } from './index-entry.ts'

/** The paths of a repository's index at or below one folder, and which of them a walk met. */
export interface TrackedFiles {
  find(path: ByteText): TrackedKind | undefined
  hasBelow(folder: ByteText): boolean
  /** Notes that a path was met, or that it and all below it were passed over as a whole. */
  meet(path: ByteText, extent: 'itself' | 'all below'): void
  /** What was not met, in the order of the index. */
  listMissing(): ByteText[]
}

/** `folder` is relative to the top of the repository, empty for the top itself. */
export function createTrackedFiles(entries: Iterable<readonly [ByteText, TrackedKind]>, folder: ByteText): TrackedFiles {
  const start = folder === '' ? '' : `${folder}/`
  const kinds = new Map<ByteText, TrackedKind>()
  const folders = new Set<ByteText>()
  const met = new Set<ByteText>()
  for (const [path, kind] of entries) {
    if (!path.startsWith(start)) continue
    kinds.set(path, kind)
    for (let above = parentOf(path); above.length >= folder.length && !folders.has(above); above = parentOf(above)) {
      folders.add(above)
      if (above === '') break
    }
  }

  function isMet(path: ByteText): boolean {
    if (met.has(path)) return true
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) if (met.has(`${above}/`)) return true
    return false
  }

  return {
    find: (path) => kinds.get(path),
    hasBelow: (path) => folders.has(path),
    meet: (path, extent) => {
      if (extent === 'all below') met.add(`${path}/`)
      else if (kinds.has(path)) met.add(path)
    },
    listMissing: () => [...kinds.keys()].filter((path) => !isMet(path.replace(/\/$/, ''))),
  }
}

function parentOf(path: ByteText): ByteText {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
