import { basename } from 'node:path'
import { z } from 'zod'
import type { InputLocation, Inspection } from '#contracts/imports'
import { spellPath } from '../../platform/byte-path.ts'
import { resolveFolder } from '../../platform/resolve-folder.ts'
import { findFolderLicence } from './folder-licences.ts'
import { describeSkip, type FolderSkip } from './folder-skips.ts'
import type { WalkedFile } from './folder-walk.ts'
import { walkInThread } from './folder-walk-thread.ts'
import type { Importer, Portion, ReadOptions, RejectedRow, Row } from './importer.ts'
import { readSourceFile } from './source-file.ts'

const location = z.object({ path: z.string() })
type FolderLocation = z.infer<typeof location>

/** Files that a thread is given at a time. */
const groupFiles = 128
const inspectedFiles = 20

/**
 * A folder of code. Its files have no lasting order, so a file is told apart by its path: what is there already is passed over, and the folder
 * is walked from its beginning each time.
 */
export const folderImporter: Importer<FolderLocation, WalkedFile[]> = {
  kind: 'folder',
  unit: 'files',
  location,
  async locate({ path }: InputLocation) {
    const root = await resolveFolder(path)
    return { location: { path: root }, name: basename(root) || root, repo: null, commit: null, licence: null }
  },
  inspect,
  measure: countFiles,
  read: readGroups,
  decode: readFiles,
}

async function* readGroups(
  { path }: FolderLocation,
  { signal, maxTextBytes, projectFolder, note, hasPath }: ReadOptions,
): AsyncGenerator<Portion<WalkedFile[]>, void, undefined> {
  const walk = { root: path, excludedFolder: spellFolder(projectFolder) }
  /** Files of rules are told of where their rules are missed. */
  const unreadable = new Set<string>()
  let done = 0
  for await (const part of walkInThread(walk, { maxFiles: groupFiles, signal, warn: note })) {
    for (const problem of part.problems) unreadable.add(problem.path)
    done += part.fileCount
    const isNew = part.files.map((file) => !hasPath(file.path))
    const files = part.files.filter((file, index) => isNew[index] && !unreadable.has(file.path))
    const rejected = [
      ...part.skips.map((skip) => skipFile(skip.path, skip.reason, maxTextBytes)),
      ...part.problems.map((problem): RejectedRow => ({ subject: problem.path, reason: problem.reason, outcome: 'failed' })),
    ]
    const present = isNew.filter((is) => !is).length
    yield { data: files.length > 0 ? files : null, rejected, present, cursor: null, done }
  }
}

/** Blocks its thread. */
function* readFiles(files: WalkedFile[], { maxTextBytes }: { maxTextBytes: number }): Generator<Row | RejectedRow> {
  for (const file of files) {
    const read = readSourceFile(file, maxTextBytes)
    if (read.status === 'skipped') yield skipFile(file.path, read.reason, maxTextBytes)
    else if (read.status === 'failed') yield { subject: file.path, reason: read.reason, outcome: 'failed' }
    else {
      yield {
        ...{ ordinal: null, text: read.bytes, path: file.path },
        ...{ language: null, licence: null, repo: null, stars: null, metadata: null },
        repositoryLicence: findFolderLicence(file.licence ?? null),
      }
    }
  }
}

/** What git's rules name was left out by the person, and is only counted. */
function skipFile(subject: string, reason: FolderSkip, maxTextBytes: number): RejectedRow {
  return { subject, ...describeSkip(reason, maxTextBytes), outcome: reason === 'ignored' ? 'ignored' : 'skipped' }
}

/** SQLite takes no path that is not UTF-8, so the folder of a project is kept as the system gives it. */
function spellFolder(folder: string): string {
  return spellPath(Buffer.from(folder))
}

/** Walks ahead of the import, so that its remaining time is known early without keeping a list of all files. */
async function countFiles(
  { path }: FolderLocation,
  { signal, projectFolder }: Pick<ReadOptions, 'signal' | 'projectFolder'>,
): Promise<number> {
  const walk = { root: path, excludedFolder: spellFolder(projectFolder) }
  let files = 0
  // The import itself walks the same folders and tells what is wrong with them.
  for await (const part of walkInThread(walk, { maxFiles: Number.POSITIVE_INFINITY, isCounting: true, signal }))
    files += part.fileCount
  return files
}

async function inspect({ path }: FolderLocation, signal: AbortSignal): Promise<Inspection> {
  const firstRows: string[][] = []
  for await (const { files } of walkInThread({ root: path, excludedFolder: '' }, { maxFiles: inspectedFiles, signal })) {
    firstRows.push(...files.map((file) => [file.path]))
    if (firstRows.length >= inspectedFiles) break
  }
  return {
    location: { kind: 'folder', path, table: null },
    ...{ sizeBytes: null, rowCount: null, columns: [], firstRows: firstRows.slice(0, inspectedFiles), warnings: [] },
  }
}
