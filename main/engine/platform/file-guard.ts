import type { BigIntStats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#contracts/errors'
import { formatBytes } from '#contracts/format-quantity'
import { resolveTarget } from './atomic-file.ts'
import { findRealPath, respellPath, systemPath } from './byte-path.ts'
import { findSystemCode, toFileError } from './file-error.ts'
import { type FileContent, type FileKind, isBesideDatabase, readFileKind } from './file-kind.ts'
import { describeKind } from './regular-file.ts'

/** Files that are the program's own. */
export interface OwnFiles {
  /**
   * Where settings, drafts and, in the desktop, Chromium's own files are kept. Whatever lies below it is the program's, there at present
   * or not.
   */
  userDataFolder: string
  /** The folder of the open project, as the system knows it, and which names in it are the project's own. Null without a project. */
  project(): ProjectPlace | null | Promise<ProjectPlace | null>
  /** The files of the loaded model. */
  models(): readonly string[] | Promise<readonly string[]>
}

interface ProjectPlace {
  folder: string
  isOwnName(name: string): boolean
}

/** A file that is about to be written as a whole. */
export interface WriteRequest {
  file: string
  /** What was tried, as in "Saving the recipe"; begins the message. */
  attempt: string
  /** What is written, as in "a recipe". */
  writes: string
  /** Whether a file with this content is of the same kind, so that whoever chose its name meant it. Empty files always are. */
  isSameKind(content: FileContent): boolean
  /** The confirmation of `file.would-replace`, when a person has agreed; it holds for the file as it was then. */
  replace: string | null
}

/**
 * Decides what the program may read and write on a person's behalf. Every save and export asks here, and files are told by what they are:
 * links, other spellings of a path and other names of the same file change nothing.
 */
export interface FileGuard {
  /**
   * Refuses the files of the open project with `input.invalid`: SQLite's locks on them end on POSIX systems as soon as this process closes
   * any other descriptor of the same file.
   */
  checkRead(file: string, attempt: string): Promise<void>
  /**
   * Refuses the files of the open project and those below the user's data folder with `input.invalid`, and what is no file with
   * `file.failed`. A file of another kind than what is written is refused with `file.would-replace`, until a person confirms it.
   */
  checkWrite(request: WriteRequest): Promise<void>
}

export function createFileGuard(own: OwnFiles): FileGuard {
  async function refuseOwn(target: string, attempt: string): Promise<void> {
    const project = await own.project()
    if (project && (await isOfProject(target, project))) throw refuse(target, attempt, 'the open project is kept there')
  }

  async function describe(found: BigIntStats, { kind }: FileContent): Promise<string> {
    for (const model of await own.models())
      if (isSame(found, await findStats(systemPath(model)))) return 'the model that is loaded'
    return kindWords[kind]
  }

  return {
    checkRead: async (file, attempt) => refuseOwn(await findTarget(file, attempt), attempt),
    async checkWrite({ file, attempt, writes, isSameKind, replace }) {
      const target = await findTarget(file, attempt)
      await refuseOwn(target, attempt)
      if (await isOfProgram(target, own.userDataFolder))
        throw refuse(target, attempt, 'the program keeps its own files in that folder')
      // A pipe that is open, as `/dev/stdout` may be, leads to no place that has a name.
      const found = (await findStats(systemPath(target))) ?? (await findStats(systemPath(respellPath(path.resolve(file)))))
      if (!found) {
        if (replace === freeName || !(await isBesideDatabase(target))) return
        const message = `${file} is a name that belongs to the database beside it, which would be damaged by ${writes} there.`
        throw new AppError('file.would-replace', message, { file, confirmation: freeName })
      }
      refuseNoFile(found, file, attempt)
      const content = await readFileKind(target).catch((error: unknown) => {
        throw toFileError(error, file, attempt)
      })
      if (content.kind === 'empty' || isSameKind(content)) return
      const confirmation = [found.dev, found.ino, found.size, found.mtimeNs].join('-')
      if (replace === confirmation) return
      const what = await describe(found, content)
      const message = `${file} is ${what} (${formatBytes(Number(found.size))}), not ${writes}. Replacing it cannot be undone.`
      throw new AppError('file.would-replace', message, { file, confirmation })
    },
  }
}

function refuse(target: string, attempt: string, reason: string): AppError<'input.invalid'> {
  const message = `${attempt} failed: ${target} cannot be used, because ${reason}. Choose another file.`
  return new AppError('input.invalid', message, { field: 'file', reason })
}

/** Confirms that something is written where nothing is. */
const freeName = 'free'

/** Where a path leads that a person may have written in any spelling. */
async function findTarget(file: string, attempt: string): Promise<string> {
  try {
    return await resolveTarget(respellPath(path.resolve(file)))
  } catch (error) {
    throw toFileError(error, file, attempt)
  }
}

const kindWords: Record<FileKind, string> = {
  database: 'a database, or part of one',
  model: 'a model',
  binary: 'a binary file',
  text: 'another text file',
  empty: 'an empty file',
}

/** Folders are compared by what the system says they are, so no spelling of one, nor a link to it, is another. */
async function isOfProgram(target: string, userDataFolder: string): Promise<boolean> {
  // A folder on the way may be a link, into the middle of the program's.
  const folder = path.dirname(target)
  for (let above = await findRealPath(folder).catch(() => folder); ; above = path.dirname(above)) {
    if (await isSamePlace(above, userDataFolder)) return true
    if (path.dirname(above) === above) return false
  }
}

async function isSamePlace(one: string, other: string): Promise<boolean> {
  return isSame(await findStats(systemPath(one)), await findStats(other))
}

async function isOfProject(target: string, project: ProjectPlace): Promise<boolean> {
  // Also a name that is free at present: SQLite would take what is put there for a part of the database.
  if (
    project.isOwnName(path.basename(target)) &&
    isSame(await findStats(systemPath(path.dirname(target))), await findStats(project.folder))
  ) {
    return true
  }
  const found = await findStats(systemPath(target))
  if (!found) return false
  const names = (await readdir(project.folder)).filter((name) => project.isOwnName(name))
  const own = await Promise.all(names.map((name) => findStats(path.join(project.folder, name))))
  return own.some((stats) => isSame(found, stats))
}

function isSame(one: BigIntStats | null, other: BigIntStats | null): boolean {
  return one !== null && other !== null && one.dev === other.dev && one.ino === other.ino
}

/** Null where there is nothing, or nothing that can be asked. */
async function findStats(file: string | Buffer): Promise<BigIntStats | null> {
  try {
    return await stat(file, { bigint: true })
  } catch (error) {
    if (findSystemCode(error) === undefined) throw error
    return null
  }
}

/** Replacing a device or a socket by a file would be the end of it. */
function refuseNoFile(found: BigIntStats, file: string, attempt: string): void {
  if (found.isFile()) return
  const systemCode = found.isDirectory() ? 'EISDIR' : 'EINVAL'
  const message = `${attempt} failed: ${file} is ${describeKind(found)}, not a file. Choose another name.`
  throw new AppError('file.failed', message, { file, systemCode })
}
