import { createHash } from 'node:crypto'
import { open, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { ExportOptions } from '#contracts/exports'
import { makeNameBeside } from '../../platform/atomic-file.ts'
import { systemPath } from '../../platform/byte-path.ts'
import { findSystemCode } from '../../platform/file-error.ts'
import { toSafeName } from './safe-path.ts'

/** In a folder of documents. */
export const manifestName = 'manifest.json'
export const cardName = 'README.md'

/** The manifest and the card of a file stand beside it, and begin with its name. */
export function listFilesBeside(target: string): { manifest: string; card: string } {
  const start = shortenName(target)
  return { manifest: `${start}.${manifestName}`, card: `${start}.card.md` }
}

/** Most file systems allow 255 bytes for a name; a longer one keeps its beginning, and its hash tells it from others that begin so. */
function shortenName(target: string): string {
  const name = basename(target)
  if (Buffer.byteLength(`${name}.${manifestName}`) <= 255) return target
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return join(dirname(target), `${toSafeName(name).path}~${hash}`)
}

/**
 * Where an export is written until it is whole. No other run writes to these names. Kept as the cursor of the job, so that they are found
 * again whenever the process ends.
 */
export const exportPlace = z.object({
  target: z.string(),
  isFolder: z.boolean(),
  /** The unfinished file or folder. */
  partial: z.string(),
  partialManifest: z.string(),
  partialCard: z.string(),
  /** Where a folder of before is put until the new one has its name. */
  aside: z.string(),
})
export type ExportPlace = z.infer<typeof exportPlace>

export function chooseExportPlace({ target, format }: Pick<ExportOptions, 'target' | 'format'>): ExportPlace {
  const isFolder = format === 'folder'
  const partial = makeNameBeside(target, 'partial')
  const { manifest, card } = listFilesBeside(target)
  return {
    target,
    isFolder,
    partial,
    partialManifest: isFolder ? join(partial, manifestName) : makeNameBeside(manifest, 'partial'),
    partialCard: isFolder ? join(partial, cardName) : makeNameBeside(card, 'partial'),
    aside: makeNameBeside(target, 'before.partial'),
  }
}

/** What the card and the manifest call the card. */
export function nameCard({ target, isFolder }: ExportPlace): string {
  return isFolder ? cardName : basename(listFilesBeside(target).card)
}

/** Writes one of the small files under its unfinished name. */
export async function writePartial(file: string, content: Uint8Array): Promise<void> {
  await using handle = await open(systemPath(file), 'wx')
  await handle.writeFile(content)
  await handle.sync()
}

/** Gives everything its name. The manifest comes last: where it is, all that it speaks of is there. */
export async function putInPlace(place: ExportPlace): Promise<void> {
  if (place.isFolder) return putFolderInPlace(place)
  const { manifest, card } = listFilesBeside(place.target)
  // It would speak of a file that is not there any more.
  await rm(systemPath(manifest), { force: true })
  await rename(systemPath(place.partial), systemPath(place.target))
  await rename(systemPath(place.partialCard), systemPath(card))
  await rename(systemPath(place.partialManifest), systemPath(manifest))
}

async function putFolderInPlace({ target, partial, aside }: ExportPlace): Promise<void> {
  // Whoever chose the folder may have made it for this.
  const wasThere = !(await removeIfEmpty(target))
  if (wasThere) await rename(systemPath(target), systemPath(aside))
  try {
    await rename(systemPath(partial), systemPath(target))
  } catch (error) {
    if (wasThere) await rename(systemPath(aside), systemPath(target))
    throw error
  }
  if (wasThere) await rm(systemPath(aside), { recursive: true, force: true })
}

/** @returns whether there is nothing any more. */
async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(systemPath(folder))
    return true
  } catch (error) {
    const code = findSystemCode(error)
    if (code === 'ENOENT') return true
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

/** Removes what a run left that did not come to its end, and puts a folder back that it had put aside. */
export async function clearPlace(place: ExportPlace): Promise<void> {
  const { target, isFolder, partial, partialManifest, partialCard, aside } = place
  try {
    if (isFolder && (await exists(aside)) && !(await exists(target))) await rename(systemPath(aside), systemPath(target))
    for (const left of [partial, partialManifest, partialCard, aside])
      await rm(systemPath(left), { recursive: true, force: true })
  } catch (error) {
    // There is a file where the folder was, so what was in it is gone.
    if (findSystemCode(error) !== 'ENOTDIR') throw error
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(systemPath(file))
    return true
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return false
    throw error
  }
}
