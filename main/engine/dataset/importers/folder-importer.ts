import { basename } from 'node:path'
import { z } from 'zod'
import type { InputLocation, Inspection } from '#contracts/imports'
import { spellPath } from '../../platform/byte-path.ts'
import { resolveFolder } from '../../platform/resolve-folder.ts'
import { findFolderLicence } from './folder-licences.ts'
import { describeSkip, type FolderSkip } from './folder-skips.ts'
import { type WalkedFile, walkFolder } from './folder-walk.ts'
import type { Importer, Portion, ReadOptions, RejectedRow, Row } from './importer.ts'
import { readSourceFile } from './source-file.ts'

const location = z.object({ path: z.string() })
type FolderLocation = z.infer<typeof location>

/** Files that a thread is given at a time. */
const groupFiles = 128
/** What is passed over is handed on after so many, so that the list stays short. */
const maxWaiting = 1000
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
  { signal, maxTextBytes, projectFolder, hasPath }: ReadOptions,
): AsyncGenerator<Portion<WalkedFile[]>, void, undefined> {
  let files: WalkedFile[] = []
  let rejected: RejectedRow[] = []
  let present = 0
  let done = 0
  /** Files of rules are told of where their rules are missed. */
  const unreadable = new Set<string>()
  const walk = walkFolder({
    root: path,
    excludedFolder: spellFolder(projectFolder),
    onSkip: (subject, reason) => rejected.push(skipFile(subject, reason, maxTextBytes)),
    onProblem(subject, reason) {
      unreadable.add(subject)
      rejected.push({ subject, reason, outcome: 'failed' })
    },
  })
  const take = (): Portion<WalkedFile[]> => {
    const portion = { data: files.length > 0 ? files : null, rejected, present, cursor: null, done }
    files = []
    rejected = []
    present = 0
    return portion
  }
  for await (const file of walk) {
    signal.throwIfAborted()
    done++
    if (hasPath(file.path)) present++
    else if (!unreadable.has(file.path)) files.push(file)
    if (files.length >= groupFiles || present >= groupFiles || rejected.length >= maxWaiting) yield take()
  }
  yield take()
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
  let files = 0
  // The import itself walks the same folders and tells what is wrong with them.
  const walk = { root: path, excludedFolder: spellFolder(projectFolder), onSkip: () => undefined, onProblem: () => undefined }
  for await (const _ of walkFolder(walk)) {
    signal.throwIfAborted()
    files++
  }
  return files
}

async function inspect({ path }: FolderLocation, signal: AbortSignal): Promise<Inspection> {
  const firstRows: string[][] = []
  for await (const file of walkFolder({ root: path, excludedFolder: '', onSkip: () => undefined, onProblem: () => undefined })) {
    signal.throwIfAborted()
    firstRows.push([file.path])
    if (firstRows.length === inspectedFiles) break
  }
  return {
    location: { kind: 'folder', path, table: null },
    ...{ sizeBytes: null, rowCount: null, columns: [], firstRows, warnings: [] },
  }
}
