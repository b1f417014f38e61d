import type { SourceColumn } from '#contracts/imports'
import { proposeRoles } from './column-roles.ts'

/** What is known of a column before its rows are read. */
export interface TableColumn {
  name: string
  type: string
  /** Whether its values may be texts. */
  canBeText: boolean
  /** Of the first rows' values together. */
  length: number
}

/** Columns with what they most probably stand for. Where none is called as texts usually are, the one with the longest values is taken. */
export function describeTableColumns(columns: readonly TableColumn[]): SourceColumn[] {
  const roles = proposeRoles(columns.map(({ name }) => name))
  for (const { name, canBeText } of columns) if (roles[name] === 'text' && !canBeText) roles[name] = 'metadata'
  if (!Object.values(roles).includes('text')) {
    const free = columns.filter(({ name, canBeText, length }) => canBeText && length > 0 && roles[name] === 'metadata')
    const longest = free.toSorted((one, other) => other.length - one.length).at(0)
    if (longest) roles[longest.name] = 'text'
  }
  return columns.map(({ name, type }) => ({ name, type, proposedRole: roles[name] ?? 'metadata' }))
}
