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
    else if (role === 'stars') fields.stars = readNumber(value)
    else if (role === 'licence') fields.licence = readWords(value, ' AND ')
    else if (role === 'metadata') {
      fields.metadata ??= Object.create(null) as Record<string, unknown>
      fields.metadata[column] = value
    } else fields[role] = readWords(value, ', ')
  }
  return fields
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
