import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { AppError, isAppError } from '#contracts/errors'
import type { ExportOptions } from '#contracts/exports'
import { findRealPath, systemPath } from '../../platform/byte-path.ts'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import type { FileGuard, WriteRequest } from '../../platform/file-guard.ts'
import { type FileContent, readFileKind } from '../../platform/file-kind.ts'
import { describeKind } from '../../platform/regular-file.ts'
import { cardName, listFilesBeside, manifestName } from './export-place.ts'
import { documentsFolder, documentsList } from './folder-output.ts'
import { lineStart } from './json-lines-output.ts'
import { type KnownManifest, readManifest } from './manifest.ts'

/** Where something is to be written, and what a person agreed to. */
export type WantedTarget = Pick<ExportOptions, 'target' | 'format' | 'replace'>

const attempt = 'Exporting'

/**
 * Finds out at once what would make the export fail, or destroy something: a folder that is missing, the program's own files, something
 * else in the place. `projectFolder` is that of the open project.
 */
export async function checkExportTarget(
  { files, projectFolder }: { files: FileGuard; projectFolder: string },
  wanted: WantedTarget,
): Promise<void> {
  const folder = dirname(wanted.target)
  await findRealPath(folder).catch((error) => {
    throw toFileError(error, folder, attempt)
  })
  if (wanted.format === 'folder') await checkFolder({ files, projectFolder }, wanted)
  else await checkFiles(files, wanted)
}

/** The file, its manifest and its card: each may be a name that something else has. */
async function checkFiles(files: FileGuard, { target, replace }: WantedTarget): Promise<void> {
  const { manifest, card } = listFilesBeside(target)
  const known = await readManifestFile(manifest)
  const listed = (file: string) => known?.files.find(({ name }) => name === basename(file))
  const targetBytes = (await findStats(target))?.size
  const isListed = targetBytes !== undefined && Number(targetBytes) === listed(target)?.sizeBytes
  await checkEach(files, replace, [
    { file: target, attempt, writes: 'exported documents', isSameKind: (content) => isListed || isJsonLines(content) },
    { file: manifest, attempt, writes: 'the manifest of an export', isSameKind: () => known !== null },
    // Somebody may have gone on writing it.
    { file: card, attempt, writes: 'the card of a data set', isSameKind: (content) => hashOf(content) === listed(card)?.sha256 },
  ])
}

/** Asks about one file after the other. A confirmation holds all that were given, in their order, so that each question is asked once. */
async function checkEach(files: FileGuard, replace: string | null, requests: Omit<WriteRequest, 'replace'>[]): Promise<void> {
  const given = replace?.split(' ') ?? []
  for (const [index, request] of requests.entries()) {
    try {
      await files.checkWrite({ ...request, replace: given[index] || null })
    } catch (error) {
      if (!isAppError(error, 'file.would-replace')) throw error
      const before = requests.slice(0, index).map((_, each) => given[each] ?? '')
      const confirmation = [...before, error.data.confirmation].join(' ')
      throw new AppError('file.would-replace', error.message, { ...error.data, confirmation }, { cause: error })
    }
  }
}

/** Whether it begins as every file of documents does that this program writes. The first line may be longer than what was read. */
function isJsonLines({ kind, start }: FileContent): boolean {
  return kind === 'text' && start.toString('latin1', 0, lineStart.length) === lineStart
}

function hashOf({ start, isWhole }: FileContent): string | null {
  return isWhole ? createHash('sha256').update(start).digest('hex') : null
}

/** A folder is new, empty, or an export of before with nothing else in it; then it goes as a whole, and only after a question. */
async function checkFolder(
  { files, projectFolder }: { files: FileGuard; projectFolder: string },
  { target, replace }: WantedTarget,
): Promise<void> {
  const found = await findStats(target)
  const guarded = { attempt, writes: 'exported documents', isSameKind: () => true, replace: null }
  await files.checkWrite({ ...guarded, file: found?.isDirectory() ? join(target, manifestName) : target })
  if (!found) return
  if (!found.isDirectory()) throw refuse(target, `it is ${describeKind(found)}, not a folder`, 'ENOTDIR')
  const names = await readdir(systemPath(target)).catch((error: unknown) => {
    throw toFileError(error, target, attempt)
  })
  if (names.length === 0) return
  const manifest = await readManifestFile(join(target, manifestName))
  const own = [documentsFolder, documentsList, manifestName, cardName]
  if (
    manifest?.format !== 'folder' ||
    !names.every((name) => own.includes(String(name))) ||
    (await isBelow(target, projectFolder))
  ) {
    throw refuse(target, 'there is something else in the folder', 'ENOTEMPTY')
  }
  const confirmation = [found.dev, found.ino, found.mtimeNs].join('-')
  if (replace === confirmation) return
  const message = `${target} holds an export of before, with everything that was changed in it since. Replacing it cannot be undone.`
  throw new AppError('file.would-replace', message, { file: target, confirmation })
}

function refuse(target: string, reason: string, systemCode: string): AppError<'file.failed'> {
  const message = `${attempt} failed: ${target} cannot be used, because ${reason}. Choose a new folder or an empty one.`
  return new AppError('file.failed', message, { file: target, systemCode })
}

async function isBelow(folder: string, inner: string): Promise<boolean> {
  // A project that was moved away is in no folder any more.
  const real = await findRealPath(inner).catch(() => null)
  if (real === null) return false
  const way = relative(await findRealPath(folder), real)
  return way !== '..' && !way.startsWith(`..${sep}`)
}

/** Null where there is none. */
async function readManifestFile(file: string): Promise<KnownManifest | null> {
  try {
    const { kind, start, isWhole } = await readFileKind(file)
    return kind === 'text' && isWhole ? readManifest(start.toString('utf8')) : null
  } catch (error) {
    // None that can be read.
    if (findSystemCode(error) === undefined) throw error
    return null
  }
}

/** Null where there is nothing, or nothing that can be asked. */
async function findStats(file: string): Promise<BigIntStats | null> {
  try {
    return await stat(systemPath(file), { bigint: true })
  } catch (error) {
    if (findSystemCode(error) === undefined) throw error
    return null
  }
}
