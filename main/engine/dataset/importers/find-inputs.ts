import { glob, stat } from 'node:fs/promises'
import { AppError } from '#contracts/errors'
import type { InputLocation } from '#contracts/imports'
import { systemPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'
import { openForeignDatabase, readForeign } from '../../platform/foreign-database.ts'
import { openRepository } from '../git/find-repository.ts'
import { countAlternatives } from './count-alternatives.ts'
import { isExportedFolder } from './export-importer.ts'
import { findKind } from './find-kind.ts'
import { hasCommit } from './git-importer.ts'
import { listSqliteTables } from './sqlite-table.ts'

/** As many as one import takes. */
const maxInputs = 1000
/** That braces stand for: the patterns are matched one after the other. */
const maxAlternatives = 100

/** Whether a path is meant for several: one that is there is itself, whatever its name holds. */
const isPattern = (path: string) => /[*?[\]{}]/.test(path)

/** An input, and whether it is another way to import what the one before it is. */
export interface FoundInput {
  location: InputLocation
  isAlternative: boolean
}

/**
 * What a path stands for: itself, or every file and folder that matches its globs, in the order of their names. Fails with `file.not-found`,
 * or `input.invalid` when they are too many.
 */
export async function findPaths(path: string, signal: AbortSignal): Promise<string[]> {
  if (!isPattern(path) || (await isThere(path))) return [path]
  if (countAlternatives(path) > maxAlternatives) throw refuse(path, `its braces stand for more than ${maxAlternatives} names`)
  const found: string[] = []
  for await (const name of glob(path)) {
    signal.throwIfAborted()
    found.push(name)
    if (found.length > maxInputs) throw refuse(path, `it stands for more than ${maxInputs} files and folders`)
  }
  if (found.length === 0) throw new AppError('file.not-found', `Importing failed: nothing matches ${path}.`, { file: path })
  return found.sort()
}

async function isThere(path: string): Promise<boolean> {
  return stat(systemPath(path)).then(
    () => true,
    // For whatever reason it cannot be reached, the pattern is what is left.
    () => false,
  )
}

/**
 * The inputs at a path. A database is as many as it has tables, the top folder of a repository is itself and what is committed, and a folder
 * that was exported is its documents, or all its files. Fails with `file.not-found`, `file.failed`, `import.unknown-format` or `import.unreadable`.
 */
export async function findInputs(path: string): Promise<FoundInput[]> {
  const stats = await stat(systemPath(path)).catch((error: unknown) => {
    throw toFileError(error, path, 'Importing')
  })
  return stats.isDirectory() ? findFolderInputs(path) : findFileInputs(path)
}

async function findFolderInputs(path: string): Promise<FoundInput[]> {
  const folder: FoundInput = { location: { kind: 'folder', path, table: null }, isAlternative: false }
  if (await isExportedFolder(path)) {
    return [
      { location: { kind: 'export', path, table: null }, isAlternative: false },
      { ...folder, isAlternative: true },
    ]
  }
  const repository = await openRepository(path)
  // One without a commit has only its folder.
  if (repository === null || !(await hasCommit(repository))) return [folder]
  return [folder, { location: { kind: 'git', path, table: null }, isAlternative: true }]
}

async function findFileInputs(path: string): Promise<FoundInput[]> {
  const kind = await findKind(path).catch((error: unknown) => {
    throw toFileError(error, path, 'Importing')
  })
  if (kind === null) {
    const message = `${path} cannot be imported: neither its content nor its name tells what it holds.`
    throw new AppError('import.unknown-format', message, { file: path })
  }
  const tables = kind === 'sqlite' ? readTableNames(path) : []
  // Without tables the importer says what is wrong.
  return (tables.length === 0 ? [null] : tables).map((table) => ({ location: { kind, path, table }, isAlternative: false }))
}

function readTableNames(file: string): string[] {
  const database = openForeignDatabase(file)
  try {
    return readForeign(file, () => listSqliteTables(database))
  } finally {
    database.close()
  }
}

function refuse(path: string, reason: string): AppError {
  return new AppError('input.invalid', `${path} cannot be imported: ${reason}. Name a folder that holds them, or fewer.`, {
    field: 'paths',
    reason,
  })
}
