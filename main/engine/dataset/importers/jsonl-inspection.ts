import { AppError } from '#contracts/errors'
import type { Inspection } from '#contracts/imports'
import { toFileError } from '../../platform/file-error.ts'
import { findFileSize } from '../../platform/regular-file.ts'
import { proposeRoles } from './column-roles.ts'
import { DecompressionError, findCompression, readDecompressed } from './decompress.ts'
import { areExportedColumns, rareExportedColumns } from './exported-columns.ts'
import { isNestedDeeper, maxNesting } from './is-nested-deeper.ts'
import { isJsonArray, toItemLines } from './json-array-lines.ts'

const inspectedBytes = 1024 * 1024
/** A first line may be longer than that. */
const longestStartBytes = 64 * inspectedBytes
const lineEnd = 0x0a
const inspectedRows = 20
const shownCharacters = 200

/** Columns and first rows of a file of JSON Lines, from its beginning. */
export async function inspectJsonLines({ path }: { path: string }, signal: AbortSignal): Promise<Inspection> {
  const sizeBytes = await findFileSize(path)
  const { text, warnings } = await readStart(path, signal)
  const columns = new Map<string, string>()
  const rows: Record<string, unknown>[] = []
  for (const line of text.split('\n')) {
    const row = line.trim() === '' ? null : parseRow(line)
    if (row === null || rows.length >= inspectedRows) continue
    rows.push(row)
    for (const [name, value] of Object.entries(row)) if (value !== null && !columns.has(name)) columns.set(name, nameType(value))
  }
  if (rows.length === 0 && text.trim() !== '') {
    throw new AppError(
      'import.unknown-format',
      `${path} holds no JSON objects, one on each line or in a list, as far as its beginning shows.`,
      {
        file: path,
      },
    )
  }
  if (areExportedColumns([...columns.keys()])) {
    for (const [name, type] of rareExportedColumns) if (!columns.has(name)) columns.set(name, type)
  }
  const roles = proposeRoles([...columns.keys()])
  return {
    location: { kind: 'jsonl', path, table: null },
    sizeBytes,
    rowCount: null,
    columns: [...columns].map(([name, type]) => ({ name, type, proposedRole: roles[name] ?? 'metadata' })),
    firstRows: rows.map((row) => [...columns.keys()].map((name) => showCell(Object.hasOwn(row, name) ? row[name] : null))),
    warnings,
  }
}

/** The beginning as text; a last line that is cut off is left out where there is another. */
async function readStart(path: string, signal: AbortSignal): Promise<{ text: string; warnings: string[] }> {
  const parts: Buffer[] = []
  let length = 0
  const warnings: string[] = []
  try {
    const compression = await findCompression(path)
    const content = readDecompressed(path, { compression, start: 0, onRead: () => undefined })
    const lines = (await isJsonArray(path, compression)) ? toItemLines(content, { isWithin: false }) : content
    for await (const chunk of lines) {
      signal.throwIfAborted()
      parts.push(chunk)
      length += chunk.length
      if (length >= inspectedBytes && (chunk.includes(lineEnd) || length >= longestStartBytes)) break
    }
  } catch (error) {
    if (!(error instanceof DecompressionError)) throw toFileError(error, path, 'Reading the file')
    warnings.push(`The file cannot be read to its end: ${error.message}.`)
  }
  return {
    text: Buffer.concat(parts)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
    warnings,
  }
}

function parseRow(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isNestedDeeper(value, maxNesting)) return null
    return value as Record<string, unknown>
  } catch {
    // A line that is broken is told of when it is imported.
    return null
  }
}

function nameType(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

function showCell(value: unknown): string {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
}
