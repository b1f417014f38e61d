import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '#contracts/errors'
import { findRealPath } from '../../platform/byte-path.ts'
import { findSystemCode, toFileError } from '../../platform/file-error.ts'
import { pathOfBytes } from '../git/byte-text.ts'
import { findRepository, type GitFolders } from '../git/find-repository.ts'
import { readGitSettings } from '../git/git-settings.ts'
import { type GitObject, GitObjectError } from '../git/objects/git-object.ts'
import { type GitObjects, openGitObjects } from '../git/objects/git-objects.ts'
import { type TreeEntry, walkTree } from '../git/objects/read-tree.ts'
import { resolveRevision } from '../git/objects/resolve-revision.ts'
import { readSubmoduleUrls, readTopFiles } from '../git/objects/top-files.ts'
import { nameOfRemote } from '../git/remote-name.ts'
import { findRepositoryLicence, isLicenceFile } from '../licences/repository-licence.ts'
import { findContentSkip, findEntrySkip } from './git-skips.ts'
import type { DecodeOptions, Importer, Portion, ReadOptions, RejectedRow, Row } from './importer.ts'

const location = z.object({ folder: z.string(), commit: z.string(), tree: z.string() })
type Location = z.infer<typeof location>

interface Files {
  files: { ordinal: number; path: string; id: string }[]
}

const cursor = z.object({ entries: z.number().int().min(0) })

const portionFiles = 128
const shownFiles = 20
/** Counting the files of a larger tree takes longer than somebody waits for a preview. */
const maxCounted = 200_000
const shownHashLength = 10

/** The files that a commit of a git repository holds, read from its objects: git need not be installed, nor the files be checked out. */
export const gitImporter: Importer<Location, Files> = {
  kind: 'git',
  unit: 'files',
  location,

  async locate({ path, revision }) {
    using repository = await openGit(path)
    const { folders, objects, hashBytes, remoteUrl } = repository
    const { id, tree } = await explain(path, () => resolveRevision(folders, objects, revision ?? 'HEAD'))
    const licenceFiles = await explain(path, () => readTopFiles(objects, { tree, hashBytes }, isLicenceFile))
    const name = basename(folders.root) || folders.root
    return {
      location: { folder: folders.root, commit: id, tree },
      name: `${name} at ${id.slice(0, shownHashLength)}`,
      repo: (remoteUrl === null ? null : nameOfRemote(remoteUrl)) ?? name,
      commit: id,
      licence: findRepositoryLicence(licenceFiles),
    }
  },

  async inspect({ folder, commit, tree }, signal) {
    using repository = await openGit(folder)
    const paths: string[] = []
    const count = await explain(folder, () =>
      countEntries(repository, {
        tree,
        signal,
        limit: maxCounted,
        onEntry: ({ path, kind }) => {
          if (kind === 'file' && paths.length < shownFiles) paths.push(pathOfBytes(path))
        },
      }),
    )
    return {
      location: { kind: 'git', path: folder, table: null, revision: commit },
      sizeBytes: null,
      rowCount: count > maxCounted ? null : count,
      columns: [],
      firstRows: paths.map((path) => [path]),
      warnings: [],
    }
  },

  async measure({ folder, tree }, { signal }) {
    using repository = await openGit(folder)
    return explain(folder, () => countEntries(repository, { tree, signal }))
  },

  async *read({ folder, tree }, options: ReadOptions): AsyncGenerator<Portion<Files>> {
    const start = options.cursor === null ? 0 : cursor.parse(options.cursor).entries
    using repository = await openGit(folder)
    const { objects, hashBytes } = repository
    const urls = await explain(folder, () => readSubmoduleUrls(objects, { tree, hashBytes }))
    let done = 0
    let files: Files['files'] = []
    let rejected: RejectedRow[] = []
    const entries = walkTree(objects, tree, hashBytes)
    for (let next = await explain(folder, () => entries.next()); ; next = await explain(folder, () => entries.next())) {
      options.signal.throwIfAborted()
      const isFull = files.length + rejected.length >= portionFiles
      if (done > start && (next.done || isFull)) {
        yield { data: files.length > 0 ? { files } : null, rejected, cursor: { entries: done }, done }
        files = []
        rejected = []
        await setImmediate()
      }
      if (next.done) return
      const ordinal = done++
      if (ordinal < start) continue
      const path = pathOfBytes(next.value.path)
      const skip = findEntrySkip(next.value, urls)
      if (skip) rejected.push({ subject: path, ...skip, outcome: 'skipped' })
      else files.push({ ordinal, path, id: next.value.id })
    }
  },

  async *decode({ files }, { location: { folder }, maxTextBytes }: DecodeOptions<Location>) {
    using repository = await openGit(folder)
    for (const file of files) yield readFile(repository.objects, file, maxTextBytes)
  },
}

/** Whether something is committed in a repository, so that it can be imported. */
export async function hasCommit(folders: GitFolders): Promise<boolean> {
  try {
    const { hashBytes } = await readGitSettings(folders)
    using objects = openGitObjects(folders.commonFolder, hashBytes)
    await resolveRevision(folders, objects, 'HEAD')
    return true
  } catch (error) {
    if (error instanceof GitObjectError || findSystemCode(error) !== undefined) return false
    throw error
  }
}

interface OpenRepository {
  folders: GitFolders
  objects: GitObjects
  hashBytes: number
  remoteUrl: string | null
  [Symbol.dispose](): void
}

/** Fails with `import.unreadable` where there is no repository, and with the errors of files. */
async function openGit(folder: string): Promise<OpenRepository> {
  try {
    const folders = await findRepository(await findRealPath(folder))
    if (folders === null) throw new GitObjectError('It is not in a git repository.')
    const { hashBytes, remoteUrl } = await readGitSettings(folders)
    const objects = openGitObjects(folders.commonFolder, hashBytes)
    return { folders, objects, hashBytes, remoteUrl, [Symbol.dispose]: () => objects[Symbol.dispose]() }
  } catch (error) {
    throw toImportFailure(error, folder)
  }
}

async function explain<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toImportFailure(error, folder)
  }
}

function toImportFailure(error: unknown, folder: string): unknown {
  if (!(error instanceof GitObjectError)) return toFileError(error, folder, 'Reading the repository')
  const { message } = error
  return new AppError(
    'import.unreadable',
    `${folder} cannot be imported. ${message}`,
    { file: folder, reason: message },
    { cause: error },
  )
}

async function countEntries(
  { objects, hashBytes }: OpenRepository,
  options: { tree: string; signal: AbortSignal; limit?: number; onEntry?: (entry: TreeEntry) => void },
): Promise<number> {
  let count = 0
  for (const entry of walkTree(objects, options.tree, hashBytes)) {
    options.onEntry?.(entry)
    if (++count % 1000 === 0) await setImmediate()
    options.signal.throwIfAborted()
    if (count > (options.limit ?? Number.POSITIVE_INFINITY)) break
  }
  return count
}

function readFile(objects: GitObjects, { path, id, ordinal }: Files['files'][number], maxTextBytes: number): Row | RejectedRow {
  let object: GitObject | null
  try {
    object = objects.read(id, maxTextBytes)
  } catch (error) {
    if (!(error instanceof GitObjectError)) throw error
    return { subject: path, reason: error.message, outcome: 'failed' }
  }
  if (object === null) {
    return { subject: path, reason: 'Its content is not in the repository, which may be a partial clone.', outcome: 'failed' }
  }
  const skip = findContentSkip(object, maxTextBytes)
  if (skip !== null) return { subject: path, ...skip, outcome: 'skipped' }
  const text = object.bytes as Buffer
  return { ordinal, text, path, language: null, licence: null, repo: null, stars: null, metadata: null }
}
