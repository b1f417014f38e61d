import type { ColumnMapping, ColumnRole } from '#contracts/imports'
import type { Row } from './importer.ts'

/** A row of columns, without its text. */
export type RowFields = Omit<Row, 'text' | 'ordinal'>

/** Puts the columns of a row where the mapping says. A column that it does not name is metadata. */
export function readFields(values: Record<string, unknown>, mapping: ColumnMapping): RowFields & { text: unknown } {
  const fields: RowFields & { text: unknown } = {
    ...{ text: undefined, path: null, language: null, licence: null, repo: null, stars: null, metadata: null },
  }
  for (const [column, value] of Object.entries(values)) {
    const role: ColumnRole = (Object.hasOwn(mapping, column) ? mapping[column] : undefined) ?? 'metadata'
    if (role === 'ignored' || value === null || value === undefined) continue
    if (role === 'text') fields.text = value
    else if (role === 'stars') fields.stars = readStars(value)
    else if (role === 'licence') fields.licence = readWords(value, ' AND ')
    else if (role === 'metadata') {
      fields.metadata ??= Object.create(null) as Record<string, unknown>
      fields.metadata[column] = value
    } else fields[role] = readWords(value, ', ')
  }
  if (fields.metadata) fields.metadata = unfoldMetadata(fields.metadata, values)
  return fields
}

/**
 * An export keeps the metadata of a document together in one column, `metadata`, in Parquet as JSON: its fields become metadata by their own
 * names again. Beside other metadata, one
 * whose name is that of a column of the row stays where it is.
 */
function unfoldMetadata(metadata: Record<string, unknown>, values: Record<string, unknown>): Record<string, unknown> {
  const { metadata: folded, ...others } = metadata
  const fields = readObject(folded)
  if (fields === null) return metadata
  if (Object.keys(others).length === 0) return Object.assign(Object.create(null), fields)
  const unfolded: Record<string, unknown> = Object.assign(Object.create(null), others)
  const rest: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(fields)) (Object.hasOwn(values, name) ? rest : unfolded)[name] = value
  if (Object.keys(rest).length > 0) unfolded.metadata = rest
  return unfolded
}

function readObject(value: unknown): object | null {
  if (typeof value === 'string') return value.startsWith('{') ? readObject(parseJson(value)) : null
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Words that happen to begin with a brace are kept as they are.
    return null
  }
}

/** In exports they are one of the signals. */
function readStars(value: unknown): number | null {
  const signals = typeof value === 'object' ? readObject(value) : null
  return readNumber(signals && 'stars' in signals ? signals.stars : value)
}

/** The Stack lists all licences that were found in a repository. What is no words is left out. */
function readWords(value: unknown, separator: string): string | null {
  if (Array.isArray(value)) return value.flatMap((each) => readWords(each, separator) ?? []).join(separator) || null
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

function readNumber(value: unknown): number | null {
  const number =
    typeof value === 'number' ? value : typeof value === 'bigint' || typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) && value !== '' ? number : null
}
