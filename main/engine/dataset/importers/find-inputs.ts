import { glob, stat } from 'node:fs/promises'
import { AppError } from '#contracts/errors'
import type { InputLocation, SourceKind } from '#contracts/imports'
import { systemPath } from '../../platform/byte-path.ts'
import { toFileError } from '../../platform/file-error.ts'

/** What is told by the end of a name. */
const kindsByName: readonly [end: RegExp, kind: SourceKind][] = [
  [/\.(?:jsonl|ndjson|jsonlines|json)(?:\.(?:gz|zst|zstd))?$/i, 'jsonl'],
  [/\.parquet$/i, 'parquet'],
  [/\.(?:csv|tsv)$/i, 'csv'],
  [/\.(?:sqlite3?|db)$/i, 'sqlite'],
]

/** As many as one import takes. */
const maxInputs = 1000

/** Whether a path is meant for several: one that is there is itself, whatever its name holds. */
const isPattern = (path: string) => /[*?[\]{}]/.test(path)

/**
 * The inputs that a path stands for: itself, or every file and folder that matches its globs, in the order of their names. Fails with
 * `file.not-found`, `file.failed` or `import.unknown-format`.
 */
export async function findInputs(path: string, signal: AbortSignal): Promise<InputLocation[]> {
  const stats = await stat(systemPath(path)).catch((error: unknown) => {
    if (isPattern(path)) return null
    throw toFileError(error, path, 'Importing')
  })
  if (stats) return [{ kind: stats.isDirectory() ? 'folder' : findKind(path), path, table: null }]
  const found: string[] = []
  for await (const name of glob(path)) {
    signal.throwIfAborted()
    found.push(name)
    if (found.length > maxInputs) throw refuseMany(path)
  }
  if (found.length === 0) throw new AppError('file.not-found', `Importing failed: nothing matches ${path}.`, { file: path })
  return (await Promise.all(found.sort().map((each) => findInputs(each, signal)))).flat()
}

function refuseMany(path: string): AppError {
  const reason = `it stands for more than ${maxInputs} files and folders`
  return new AppError('input.invalid', `${path} cannot be imported: ${reason}. Name a folder that holds them, or fewer.`, {
    field: 'paths',
    reason,
  })
}

function findKind(file: string): SourceKind {
  const kind = kindsByName.find(([end]) => end.test(file))?.[1]
  if (kind) return kind
  throw new AppError('import.unknown-format', `${file} cannot be imported: its name does not tell what it holds.`, { file })
}
