import { createHash } from 'node:crypto'
import { access, constants, readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { getEditorLanguage } from '#contracts/editor-language'
import { AppError } from '#contracts/errors'
import type { Entry, OpenFile } from '#contracts/workspace'
import { findLanguage } from '../languages/find-language.ts'
import { writeFileAtomic } from '../platform/atomic-file.ts'
import { findRealPath, respellPath, spellPath, systemPath } from '../platform/byte-path.ts'
import { findSystemCode, toFileError, toSaveError } from '../platform/file-error.ts'
import { describeKind } from '../platform/regular-file.ts'
import { createTurns } from '../platform/turns.ts'

/** The largest file that the editor opens and saves. */
export const maxFileBytes = 10_000_000

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
/** Two saves at once would both find the version that they expect, and one of them would be lost without a word. */
const saves = createTurns()
const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The entries of a folder: folders first, then files, by name. What is neither, or leads nowhere, is left out. */
export async function listFolder(
  folder: string | null,
  signal?: AbortSignal,
): Promise<{ folder: string; parent: string | null; entries: Entry[] }> {
  const absolute = respellPath(path.resolve(folder ?? homedir()))
  const names = await readdir(systemPath(absolute), { encoding: 'buffer' }).catch((error: unknown) => {
    throw toFileError(error, absolute, 'Listing the folder')
  })
  signal?.throwIfAborted()
  const entries = (await Promise.all(names.map((name) => findEntry(absolute, spellPath(name))))).filter((entry) => entry !== null)
  entries.sort(compareEntries)
  const parent = path.dirname(absolute)
  return { folder: absolute, parent: parent === absolute ? null : parent, entries }
}

/** Reads a text file for the editor: strict UTF-8, without its byte order mark, which `writeTextFile` puts back. */
export async function readTextFile(requested: string, signal?: AbortSignal): Promise<OpenFile> {
  const file = respellPath(path.resolve(requested))
  const { bytes, readOnly } = await readBytes(file, signal).catch((error: unknown) => {
    throw toFileError(error, file, 'Opening the file')
  })
  const text = decodeText(file, bytes)
  return {
    path: file,
    realPath: await findRealPath(file),
    text,
    version: getVersion(bytes),
    language: getEditorLanguage(findLanguage(path.basename(file), bytes)),
    lineEnding: findLineEnding(text),
    readOnly,
  }
}

/** Saves a text file if it still has the version that was read. Null means that the file must not exist yet. */
export async function writeTextFile(request: {
  file: string
  text: string
  expectedVersion: string | null
}): Promise<Pick<OpenFile, 'version' | 'realPath' | 'language'>> {
  const file = respellPath(path.resolve(request.file))
  if (!request.text.isWellFormed()) {
    const reason = 'the text holds half of a surrogate pair, which no file can hold'
    throw new AppError('input.invalid', `${file} was not saved: ${reason}. Remove the damaged character.`, {
      field: 'text',
      reason,
    })
  }
  // A file that is new has no other name yet.
  const real = await findRealPath(file).catch(() => file)
  const version = await saves.take(real, () => replaceText(file, request))
  const language = getEditorLanguage(findLanguage(path.basename(file), Buffer.from(request.text)))
  return { version, realPath: await findRealPath(file).catch(() => file), language }
}

/** Answers with the version that the file has then. */
async function replaceText(file: string, request: { text: string; expectedVersion: string | null }): Promise<string> {
  const existing = await readExisting(file)
  const version = existing && getVersion(existing.bytes)
  if (version !== request.expectedVersion) throw changedError(file, existing !== null)
  if (existing?.readOnly) {
    throw new AppError('file.failed', `${file} was not saved: it is read-only. Save it under another name.`, {
      file,
      systemCode: 'EACCES',
    })
  }
  const hasByteOrderMark = existing?.bytes.subarray(0, 3).equals(byteOrderMark) ?? false
  const bytes = Buffer.concat([hasByteOrderMark ? byteOrderMark : Buffer.alloc(0), Buffer.from(request.text, 'utf8')])
  if (bytes.length > maxFileBytes) throw tooLargeError(file, bytes.length)
  try {
    await writeFileAtomic(file, bytes)
  } catch (error) {
    throw toSaveError(error, file, 'Saving the file')
  }
  return getVersion(bytes)
}

async function findEntry(folder: string, name: string): Promise<Entry | null> {
  const entryPath = path.join(folder, name)
  try {
    const stats = await stat(systemPath(entryPath))
    if (stats.isDirectory()) return { name, path: entryPath, kind: 'folder', sizeBytes: 0 }
    return stats.isFile() ? { name, path: entryPath, kind: 'file', sizeBytes: stats.size } : null
  } catch {
    // A link that leads nowhere, or an entry that vanished: there is nothing to open.
    return null
  }
}

function compareEntries(left: Entry, right: Entry): number {
  if (left.kind !== right.kind) return left.kind === 'folder' ? -1 : 1
  return byName.compare(left.name, right.name) || (left.name < right.name ? -1 : 1)
}

async function readExisting(file: string): Promise<{ bytes: Buffer; readOnly: boolean } | null> {
  try {
    return await readBytes(file)
  } catch (error) {
    if (findSystemCode(error) === 'ENOENT') return null
    throw toFileError(error, file, 'Saving the file')
  }
}

async function readBytes(file: string, signal?: AbortSignal): Promise<{ bytes: Buffer; readOnly: boolean }> {
  const stats = await stat(systemPath(file))
  if (!stats.isFile()) {
    throw new AppError('file.failed', `${file} cannot be edited: it is ${describeKind(stats)}, not a file.`, {
      file,
      systemCode: 'EISDIR',
    })
  }
  if (stats.size > maxFileBytes) throw tooLargeError(file, stats.size)
  const bytes = await readFile(systemPath(file), { signal })
  // A file that nobody may write counts as read-only even for a user whom the system would let write it.
  const readOnly = (stats.mode & 0o222) === 0 || !(await isWritable(file))
  return { bytes, readOnly }
}

async function isWritable(file: string): Promise<boolean> {
  try {
    await access(systemPath(file), constants.W_OK)
    return true
  } catch {
    // Whatever the reason, saving would fail.
    return false
  }
}

function decodeText(file: string, bytes: Buffer): string {
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('file.not-text', `${file} is not UTF-8 text, so editing would damage it.`, { file }, { cause: error })
  }
  throw new AppError('file.not-text', `${file} is a binary file, so editing would damage it.`, { file })
}

function findLineEnding(text: string): '\n' | '\r\n' {
  const lineCount = text.split('\n').length - 1
  const windowsLineCount = text.split('\r\n').length - 1
  return windowsLineCount * 2 > lineCount ? '\r\n' : '\n'
}

function getVersion(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function tooLargeError(file: string, sizeBytes: number): AppError<'file.too-large'> {
  const megabytes = (bytes: number) => `${Number((bytes / 1e6).toFixed(1))} MB`
  const size = `${megabytes(sizeBytes)}, more than the ${megabytes(maxFileBytes)} that the editor takes`
  const message = `${file} has ${size}. Edit it with another program.`
  return new AppError('file.too-large', message, { file, sizeBytes, limitBytes: maxFileBytes })
}

function changedError(file: string, exists: boolean): AppError<'file.changed'> {
  const what = exists ? 'it changed on disk since it was opened' : 'it was deleted or moved since it was opened'
  return new AppError('file.changed', `${file} was not saved: ${what}. Compare the two before saving again.`, { file })
}
