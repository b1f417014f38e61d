import { formatBytes } from '#contracts/format-quantity'
import { toJsonValue, toTextBytes } from './cell-value.ts'
import { isExportedMapping } from './exported-columns.ts'
import type { DecodeOptions, RejectedRow, Row } from './importer.ts'
import { isNestedDeeper, maxNesting, tooDeep } from './is-nested-deeper.ts'
import { readFields } from './row-fields.ts'

/** From the values of a record to a row; rejected where it has no text, or too long a one. `subject` is what a person finds it by. */
export function makeRow(
  values: Readonly<Record<string, unknown>>,
  { ordinal, subject }: { ordinal: number; subject: () => string },
  { mapping, maxTextBytes }: Pick<DecodeOptions<unknown>, 'mapping' | 'maxTextBytes'>,
): Row | RejectedRow {
  const textColumn = findTextColumn(mapping)
  const text = textColumn === undefined ? null : toTextBytes(values[textColumn])
  if (text === null) return { subject: subject(), reason: describeMissing(values, textColumn), outcome: 'failed' }
  if (text.length > maxTextBytes) return rejectLong(subject(), text.length, maxTextBytes)
  if (isNestedDeeper(values, maxNesting)) return { subject: subject(), reason: tooDeep, outcome: 'failed' }
  const plain: Record<string, unknown> = Object.create(null)
  for (const [column, value] of Object.entries(values)) if (column !== textColumn) plain[column] = toJsonValue(value)
  const { text: _, path, ...fields } = readFields(plain, mapping)
  // As one of Windows may have written it.
  const isOfWindows = path !== null && !path.includes('/') && !isExportedMapping(mapping)
  return { ...fields, ordinal, text, path: isOfWindows ? path.replaceAll('\\', '/') : path }
}

/** A row that is left out because its text is longer than the person wants. */
export function rejectLong(subject: string, sizeBytes: number, maxTextBytes: number): RejectedRow {
  const limit = formatBytes(maxTextBytes)
  return {
    subject,
    reason: `Its text is ${formatBytes(sizeBytes)} long, over the limit of ${limit}.`,
    outcome: 'skipped',
    summary: { one: `row over ${limit}`, many: `rows over ${limit}` },
  }
}

/** The column that the text is in, if one was chosen. */
export function findTextColumn(mapping: DecodeOptions<unknown>['mapping']): string | undefined {
  for (const column in mapping) if (mapping[column] === 'text') return column
  return undefined
}

/** Why a row has no text. */
export function describeMissing(values: Readonly<Record<string, unknown>>, textColumn: string | undefined): string {
  if (textColumn === undefined) return 'No column was chosen for the text.'
  return values[textColumn] === undefined || values[textColumn] === null
    ? `It has no "${textColumn}".`
    : `Its "${textColumn}" is not text.`
}
